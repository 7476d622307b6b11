// Commands: a form for each, what the system answers, and the same request for a terminal.

import { curl, get, reason, send } from './api.js'
import { button, el, json, labeled, milliseconds, newId } from './dom.js'
import { fields } from './form.js'
import { fill } from './journey.js'
import { live } from './live.js'
import { commands, resourceOf, resourceOfField } from './openapi.js'

/** By service: what the last command was about, and its version. */
const last = new Map()

const MEANING = {
  0: 'no answer',
  200: 'Dry run: it would be accepted',
  202: 'Accepted',
  400: 'Malformed',
  401: 'No good token',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict with the current state',
  412: 'Not the expected version',
  422: 'Refused by a rule',
  429: 'Too many at once',
  503: 'Unavailable: send it again with the same key'
}

const labelOf = item => item.description ?? item.name ?? item.status ?? item.id

/** Offers the ids that an id field can have. */
const suggest = (input, resource) => {
  const options = el('datalist', { id: newId('ids') })
  input.setAttribute('list', options.id)
  input.after(options)
  const lookUp = async () => {
    const { json: page } = await get(resource.path, { pageSize: 50 })
    options.replaceChildren(...(page?.items ?? []).map(item => el('option', { value: item.id, label: labelOf(item) })))
  }
  input.addEventListener('focus', lookUp, { once: true })
}

const decorator = service => (name, input) => {
  const resource = resourceOfField(name, service)
  if (!resource) return
  input.value = last.get(resource.service)?.id ?? ''
  queueMicrotask(() => suggest(input, resource))
}

const remember = (service, answer) => {
  if (answer.status === 202) last.set(service, { id: answer.json.aggregateId, version: answer.json.version })
}

const summary = answer => {
  const events = (answer.json?.events ?? []).map(event => event.type).join(', ')
  const said = answer.ok ? events || 'nothing to do' : reason(answer)
  return `${answer.status} ${MEANING[answer.status] ?? ''} in ${milliseconds(answer.millis)}: ${said}`
}

const links = (service, answer) => {
  const id = answer.json?.aggregateId
  const correlation = answer.headers.get('X-Correlation-Id')
  return el('p', { class: 'actions' },
    answer.status === 202 && resourceOf(service) && el('a', { href: `#/look/${service}/${id}` }, 'See what it changed'),
    correlation && el('a', { href: `#/look/audit?correlationId=${encodeURIComponent(correlation)}` }, 'See all that followed'))
}

const shown = (answer, note) => [
  el('p', { class: answer.ok ? 'good' : 'bad', 'data-status': answer.status }, summary(answer)),
  note && el('p', { class: 'note' }, note),
  ['ETag', 'Location'].map(name => answer.headers.get(name) && el('p', {}, el('code', {}, `${name}: ${answer.headers.get(name)}`))),
  json(answer.json ?? answer.text)
].flat()

const curlBlock = request => {
  const text = curl(request)
  const copy = button('Copy', async () => {
    await navigator.clipboard.writeText(text)
    copy.textContent = 'Copied'
  })
  return el('section', {}, el('h3', {}, 'The same with curl'), el('pre', { tabindex: '0', class: 'curl' }, text), copy)
}

/** The way of what a command has decided, as it goes on. */
const ways = () => {
  const list = el('ol', { class: 'journeys', 'aria-label': 'Its way' })
  let ids = []
  const draw = () => list.replaceChildren(...ids.map(id => live.journeys.all.get(id)).filter(Boolean).map(journey => {
    const item = el('li')
    fill(item, journey)
    return item
  }))
  return {
    list,
    follow: events => {
      ids = events.map(event => event.id)
      draw()
    },
    stop: live.onMessage(({ data }) => (data.events ?? [data.event]).some(event => ids.includes(event?.id)) && draw())
  }
}

const commandForm = command => {
  const decorate = decorator(command.service)
  const about = el('input', { name: 'aggregateId', autocomplete: 'off' })
  if (command.isAboutAggregate) decorate('aggregateId', about)
  const payload = fields(command.payload, decorate)
  const key = el('input', { name: 'Idempotency-Key', autocomplete: 'off' })
  const correlation = el('input', { name: 'X-Correlation-Id', autocomplete: 'off' })
  const expected = el('input', { name: 'If-Match', autocomplete: 'off', placeholder: '"3"' })
  const output = el('section', { 'aria-label': 'Answer', class: 'answer' })
  const status = el('div', { role: 'status' })
  const way = ways()

  const request = (headers = {}, query = {}) => {
    const given = { 'Idempotency-Key': key.value || crypto.randomUUID(), 'If-Match': expected.value, 'X-Correlation-Id': correlation.value, ...headers }
    return {
      method: 'POST',
      path: command.path,
      query,
      headers: Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
      body: { type: command.type, ...(command.isAboutAggregate && { aggregateId: about.value.trim() }), payload: payload.value() }
    }
  }

  const show = (answer, note) => {
    remember(command.service, answer)
    const [line, ...rest] = shown(answer, note)
    status.replaceChildren(line)
    way.follow(answer.status === 202 ? answer.json.events : [])
    output.replaceChildren(...rest.filter(Boolean), links(command.service, answer), curlBlock(answer.request))
  }

  const example = () => {
    for (const [name, value] of Object.entries(command.example.payload)) {
      const input = form.querySelector(`[name="${name}"]`)
      if (input && !resourceOfField(name, command.service)) input.value = String(value)
    }
  }
  const once = async () => show(await send(request()))
  const twice = async () => {
    const same = request()
    const first = await send(same)
    const second = await send(same)
    show(second, first.ok && first.text === second.text
      ? 'Sent twice with one Idempotency-Key. Both answers are the same, and it took effect once.'
      : `Sent twice with one Idempotency-Key. The first answer was ${first.status}: ${reason(first)}`)
  }
  const outdated = async () => {
    const known = last.get(command.service)
    const version = known?.id === about.value.trim() ? known.version - 1 : 0
    show(await send(request({ 'If-Match': `"${version}"` })), `Sent with If-Match: "${version}", which is not the current version.`)
  }
  const dry = async () => show(await send(request({}, { dryRun: true })), 'A dry run: nothing was stored.')

  const form = el('div', {},
    el('form', { novalidate: true, onsubmit: event => { event.preventDefault(); once() } },
      el('h2', {}, command.type),
      command.description && el('p', {}, command.description),
      command.isAboutAggregate && labeled('aggregateId', about),
      payload.elements,
      el('details', {}, el('summary', {}, 'Headers'),
        labeled('Idempotency-Key', key, 'Leave it empty for a new one each time.'),
        labeled('If-Match', expected, 'Take it only at this version.'),
        labeled('X-Correlation-Id', correlation, 'Names the journey that it is part of.')),
      el('p', { class: 'actions' },
        el('button', { type: 'submit', class: 'main' }, 'Send'),
        button('Send it twice', twice),
        command.isAboutAggregate && button('With an old version', outdated),
        button('As a dry run', dry),
        command.example?.payload && button('Fill in an example', example))),
    status, way.list, output)
  return { form, stop: way.stop }
}

export const view = ([type]) => {
  const all = commands()
  const chosen = all.find(command => command.type === type) ?? all[0]
  const { form, stop } = commandForm(chosen)
  const services = [...new Set(all.map(command => command.service))]
  const element = el('div', { class: 'split' },
    el('nav', { 'aria-label': 'Commands', class: 'side' },
      services.map(service => [
        el('h2', {}, service),
        el('ul', {}, all.filter(command => command.service === service).map(command =>
          el('li', {}, el('a', { href: `#/do/${command.type}`, 'aria-current': command === chosen ? 'page' : undefined }, command.type))))
      ])),
    form)
  return { element, stop }
}
