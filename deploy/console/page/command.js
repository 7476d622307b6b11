// The form of a command.

import { answerPlace } from './answer.js'
import { reason, send } from './api.js'
import { button, el, labeled } from './dom.js'
import { fields } from './form.js'
import { fillId, oldVersion, remember } from './known.js'
import { resourceOfField } from './openapi.js'

const textField = name => el('input', { name, autocomplete: 'off' })

const twiceNote = (first, second) => first.ok && first.text === second.text
  ? 'Sent twice with one Idempotency-Key. Both answers are the same, and it took effect once.'
  : `Sent twice with one Idempotency-Key. The first answer was ${first.status}: ${reason(first)}`

const withoutEmpty = entries => Object.fromEntries(Object.entries(entries).filter(([, value]) => value))

export const commandForm = command => {
  const { service, path, type, isAboutAggregate } = command
  const about = textField('aggregateId')
  if (isAboutAggregate) fillId(service)('aggregateId', about)
  const payload = fields(command.payload, fillId(service))
  const key = textField('Idempotency-Key')
  const correlation = textField('X-Correlation-Id')
  const expected = textField('If-Match')
  const place = answerPlace(service)

  const request = (headers = {}, query = {}) => ({
    method: 'POST',
    path,
    query,
    headers: withoutEmpty({
      'Idempotency-Key': key.value || crypto.randomUUID(),
      'If-Match': expected.value,
      'X-Correlation-Id': correlation.value,
      ...headers
    }),
    body: { type, ...(isAboutAggregate && { aggregateId: about.value.trim() }), payload: payload.value() }
  })

  const show = (answer, note) => {
    if (answer.status === 202) remember(service, answer.json)
    place.show(answer, note)
  }

  const once = async () => show(await send(request()))
  const twice = async () => {
    const same = request()
    const first = await send(same)
    const second = await send(same)
    show(second, twiceNote(first, second))
  }
  const outdated = async () => {
    const ifMatch = `"${oldVersion(service, about.value.trim())}"`
    const answer = await send(request({ 'If-Match': ifMatch }))
    show(answer, `Sent with If-Match: ${ifMatch}, which is not the current version.`)
  }
  const dry = async () => show(await send(request({}, { dryRun: true })), 'A dry run: nothing was stored.')
  const example = () => {
    for (const [name, value] of Object.entries(command.example.payload)) {
      const input = form.querySelector(`[name="${name}"]`)
      if (input && !resourceOfField(name, service)) input.value = String(value)
    }
  }

  const submit = event => {
    event.preventDefault()
    once()
  }
  const form = el('form', { novalidate: true, onsubmit: submit },
    el('h2', {}, type),
    command.description && el('p', {}, command.description),
    isAboutAggregate && labeled('aggregateId', about),
    payload.elements,
    el('details', {}, el('summary', {}, 'Headers'),
      labeled('Idempotency-Key', key, 'Leave it empty for a new one each time.'),
      labeled('If-Match', expected, 'Take it only at this version, like "3".'),
      labeled('X-Correlation-Id', correlation, 'Names the journey that it is part of.')),
    el('p', { class: 'actions' },
      el('button', { type: 'submit', class: 'main' }, 'Send'),
      button('Send it twice', twice),
      isAboutAggregate && button('With an old version', outdated),
      button('As a dry run', dry),
      command.example?.payload && button('Fill in an example', example)))
  return { element: el('div', {}, form, place.elements), stop: place.stop }
}
