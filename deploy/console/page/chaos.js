// The switch that makes the deliveries of a local run as bad as the cloud's worst day.

import { reason, send } from './api.js'
import { el, labeled } from './dom.js'
import { live } from './live.js'

const WORST_DAY = { duplicate: 0.3, reorder: 0.3, drop: 0.2, error: 0.1, crash: 0.02 }

const WORDS = {
  duplicate: 'delivered twice',
  reorder: 'overtaken',
  drop: 'lost on the way',
  error: 'answer lost',
  crash: 'function killed'
}

const inWords = chaos =>
  Object.entries(WORDS).map(([kind, words]) => `${Math.round(chaos[kind] * 100)}% ${words}`).join(', ')

const isOn = chaos => chaos !== undefined && Object.keys(WORDS).some(kind => chaos[kind] > 0)

export const chaosSwitch = current => {
  const status = el('p', { role: 'status' })
  const control = el('button', { type: 'button', role: 'switch', 'aria-checked': 'false', class: 'switch' }, 'Chaos')
  const amounts = Object.fromEntries(Object.entries(WORST_DAY).map(([kind, amount]) =>
    [kind, el('input', { type: 'range', min: '0', max: '1', step: '0.01', value: String(amount) })]))

  const show = chaos => {
    control.setAttribute('aria-checked', String(isOn(chaos)))
    status.textContent = isOn(chaos) ? `Deliveries are bad: ${inWords(chaos)}.` : 'Deliveries are good.'
    if (isOn(chaos)) Object.entries(amounts).forEach(([kind, input]) => { input.value = String(chaos[kind]) })
  }

  const set = async body => {
    const answer = await send({ method: 'PUT', path: '/local/chaos', body })
    if (!answer.ok) status.textContent = reason(answer)
  }
  const wanted = () => Object.fromEntries(Object.entries(amounts).map(([kind, input]) => [kind, Number(input.value)]))
  control.addEventListener('click', () => set(control.getAttribute('aria-checked') === 'true' ? {} : wanted()))
  Object.values(amounts).forEach(input => input.addEventListener('change', () =>
    control.getAttribute('aria-checked') === 'true' && set(wanted())))

  show(current)
  return {
    element: el('section', { class: 'chaos', 'aria-label': 'Chaos' },
      control, status,
      el('details', {},
        el('summary', {}, 'How bad'),
        Object.entries(amounts).map(([kind, input]) => labeled(WORDS[kind], input)))),
    stop: live.onMessage(({ name, data }) => name === 'chaos' && show(data))
  }
}
