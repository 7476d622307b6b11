// What the system answered to a command: the line, the rest, and the way of what was decided.

import { curl, reason } from './api.js'
import { button, el, json, milliseconds } from './dom.js'
import { fill } from './journey.js'
import { aggregateLink, journeyLink } from './links.js'
import { live } from './live.js'
import { resourceOf } from './openapi.js'

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

const line = answer => {
  const events = (answer.json?.events ?? []).map(event => event.type).join(', ')
  const said = answer.ok ? events || 'nothing to do' : reason(answer)
  const text = `${answer.status} ${MEANING[answer.status] ?? ''} in ${milliseconds(answer.millis)}: ${said}`
  return el('p', { class: answer.ok ? 'good' : 'bad', 'data-status': answer.status }, text)
}

const header = (answer, name) => {
  const value = answer.headers.get(name)
  return value && el('p', {}, el('code', {}, `${name}: ${value}`))
}

const links = (service, answer) => {
  const correlationId = answer.headers.get('X-Correlation-Id')
  const isLookable = answer.status === 202 && resourceOf(service)
  return el('p', { class: 'actions' },
    isLookable && aggregateLink(service, answer.json.aggregateId, 'See what it changed'),
    correlationId && journeyLink(correlationId, 'See all that followed'))
}

const curlBlock = request => {
  const text = curl(request)
  const copy = button('Copy', async () => {
    await navigator.clipboard.writeText(text)
    copy.textContent = 'Copied'
  })
  return el('section', {},
    el('h3', {}, 'The same with curl'),
    el('pre', { tabindex: '0', class: 'curl' }, text),
    copy)
}

/** A place for answers. */
export const answerPlace = service => {
  const status = el('div', { role: 'status' })
  const way = el('ol', { class: 'journeys', 'aria-label': 'Its way' })
  const rest = el('section', { 'aria-label': 'Answer', class: 'answer' })
  let decided = []

  const drawWay = () => way.replaceChildren(
    ...decided.map(event => live.journeys.all.get(event.id)).filter(Boolean).map(it => fill(el('li'), it)))

  const isAboutIt = ({ data }) => {
    const told = data.events ?? [data.event]
    return Array.isArray(told) && told.some(event => decided.some(it => it.id === event?.id))
  }

  return {
    elements: [status, way, rest],
    show: (answer, note) => {
      status.replaceChildren(line(answer))
      decided = answer.status === 202 ? answer.json.events : []
      drawWay()
      rest.replaceChildren(...[
        note && el('p', { class: 'note' }, note),
        header(answer, 'ETag'),
        header(answer, 'Location'),
        json(answer.json ?? answer.text),
        links(service, answer),
        curlBlock(answer.request)
      ].filter(Boolean))
    },
    stop: live.onMessage(message => isAboutIt(message) && drawWay())
  }
}
