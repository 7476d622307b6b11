// One aggregate: as it is, as it was at each version, and the events that made it so.

import { get, reason } from './api.js'
import { changes } from './changes.js'
import { button, el, json, labeled } from './dom.js'
import { journeyLink } from './links.js'
import { live } from './live.js'

/** Time travel ends there. */
const MOST_VERSIONS = 500

const allEvents = async path => {
  const events = []
  let pageToken
  do {
    const answer = await get(path, { pageSize: 500, pageToken })
    if (!answer.ok) return events
    events.push(...answer.json.events)
    pageToken = answer.json.nextPageToken
  } while (pageToken && events.length < MOST_VERSIONS)
  return events
}

const changeList = (before, after) => {
  const found = changes(before, after)
  return el('ul', { class: 'changes' }, found.length
    ? found.map(({ path, before, after }) => el('li', {},
      el('code', {}, path), ' ',
      before !== undefined && el('del', {}, String(before)), ' ',
      after !== undefined && el('ins', {}, String(after))))
    : el('li', {}, 'Nothing that this view shows.'))
}

const followed = event => journeyLink(event.metadata.correlationId, 'all that followed from the same intent')

const when = ({ type, timestamp, metadata }) =>
  `${type} at ${new Date(timestamp).toLocaleString()}, by ${metadata.actor || 'nobody'}: `

/** The versions of a document under a slider. */
const timeline = (path, events) => {
  const newest = Math.min(events.length, MOST_VERSIONS)
  const slider = el('input', { type: 'range', min: '1', max: String(newest), value: String(newest), id: 'version' })
  const position = el('output', { for: 'version' })
  const shown = el('div', { class: 'past' })
  const known = new Map([[0, undefined]])

  const at = async version => {
    if (!known.has(version)) {
      const answer = await get(path, { asOf: version })
      known.set(version, answer.ok ? answer.json : { problem: reason(answer) })
    }
    return known.get(version)
  }

  const steps = events.map(event => button(`${event.version} ${event.type}`, () => go(event.version)))

  const go = async version => {
    slider.value = String(version)
    const event = events[version - 1]
    const words = `Version ${version} of ${newest}: ${event.type}`
    slider.setAttribute('aria-valuetext', words)
    position.textContent = words
    steps.forEach((step, i) => step.setAttribute('aria-pressed', String(i === version - 1)))
    const [before, after] = await Promise.all([at(version - 1), at(version)])
    if (Number(slider.value) !== version) return
    shown.replaceChildren(
      el('p', {}, when(event), followed(event)),
      el('h4', {}, 'What changed'), changeList(before, after),
      el('h4', {}, `As it was at version ${version}`), json(after),
      el('h4', {}, 'The event'), json(event))
  }

  slider.addEventListener('input', () => go(Number(slider.value)))
  go(newest)
  return el('section', { class: 'timeline' },
    el('h3', {}, 'Time travel'),
    labeled('Version', slider), position,
    el('ol', { class: 'steps' }, steps.map(step => el('li', {}, step))),
    shown)
}

const exportOf = path => {
  const output = el('div', { role: 'status' })
  const show = async () => {
    const items = []
    let pageToken
    do {
      const answer = await get(`${path}/export`, { pageSize: 500, pageToken })
      if (!answer.ok) return output.replaceChildren(el('p', { class: 'bad' }, reason(answer)))
      items.push(...answer.json.items)
      pageToken = answer.json.nextPageToken
    } while (pageToken)
    const places = [...new Set(items.flatMap(item => item.keptIn))]
    output.replaceChildren(el('p', {}, `${items.length} items, kept in ${places.join(', ')}.`), json(items))
  }
  return el('section', {}, el('h3', {}, 'Personal data'), button('Show everything that is kept', show), output)
}

export const detail = (resource, id) => {
  const element = el('div', {}, el('p', {}, 'Loading…'))
  const path = `${resource.path}/${encodeURIComponent(id)}`
  const events = resource.isTimeTraveling && resource.eventsPath && `${resource.eventsPath}/${encodeURIComponent(id)}`
  // Whoever is at work in it is not disturbed, unless they asked for it.
  const mayFill = () => {
    const isFree = !element.contains(document.activeElement)
    if (!isFree) refresh.textContent = 'Refresh: there is something newer'
    return isFree
  }
  const fill = async isAskedFor => {
    const [answer, history] = await Promise.all([get(path), events ? allEvents(events) : []])
    if (!isAskedFor && !mayFill()) return
    element.replaceChildren(
      el('h2', {}, `${resource.service} ${id}`),
      refresh,
      answer.ok ? json(answer.json) : el('p', { class: 'bad' }, reason(answer)),
      ...(answer.ok && answer.json.metadata ? [el('p', {}, followed(answer.json))] : []),
      ...(history.length ? [timeline(path, history)] : []),
      ...(resource.isExportable ? [exportOf(path)] : []))
  }
  const refresh = button('Refresh', () => {
    refresh.textContent = 'Refresh'
    fill(true)
  })
  const stop = live.onViewChange(resource.service, event => {
    if (event.aggregateId === id && mayFill()) fill()
  })
  fill()
  return { element, stop }
}
