// Views: lists of every service, and what is behind a row.

import { get, reason } from './api.js'
import { detail } from './detail.js'
import { button, el } from './dom.js'
import { queryFields } from './form.js'
import { inside, insideLinks, isInside } from './inside.js'
import { aggregateLink, linkList } from './links.js'
import { live } from './live.js'
import { resolve, resources } from './openapi.js'

const isAmount = value => value && typeof value === 'object' && 'amount' in value && 'currency' in value

/** A value as a cell shows it. */
const text = value => {
  if (value === undefined || value === null) return ''
  if (isAmount(value)) return `${value.amount} ${value.currency}`
  if (Array.isArray(value)) return `${value.length}`
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

const cell = (resource, name, item) => {
  const value = item[name]
  if (name === 'id') return aggregateLink(resource.service, value)
  if (name === 'aggregateId') return aggregateLink(item.service, value)
  const other = resources().find(it => it.idField === name)
  return other ? aggregateLink(other.service, value) : text(value)
}

const columns = resource => Object.keys(resource.item.properties).filter(name => {
  const schema = resolve(resource.item.properties[name])
  return !['metadata', 'payload'].includes(name) && !(schema.type === 'object' && !schema.properties?.amount)
})

const row = (resource, names, item) => el('tr', {}, names.map(name =>
  el('td', { 'data-label': name }, cell(resource, name, item))))

const list = (resource, query) => {
  const names = columns(resource)
  const rows = el('tbody')
  const status = el('p', { role: 'status' })
  const more = el('p', { class: 'actions' })
  const filters = queryFields(resource.filters, query)

  const page = async (pageToken, keep) => {
    const answer = await get(resource.path, { ...query, pageSize: 50, pageToken })
    if (!answer.ok) {
      status.textContent = reason(answer)
      return
    }
    const items = answer.json.items.map(item => row(resource, names, item))
    if (keep) rows.append(...items)
    else rows.replaceChildren(...items)
    status.textContent = rows.children.length ? `${rows.children.length} shown.` : 'Nothing here.'
    const next = answer.json.nextPageToken
    more.replaceChildren(...(next ? [button('More', () => page(next, true))] : []))
  }
  const refresh = () => page(undefined, false)
  refresh()

  const apply = event => {
    event.preventDefault()
    const target = `#/look/${resource.service}?${new URLSearchParams(filters.value())}`
    if (location.hash === target) refresh()
    else location.hash = target
  }
  const element = el('div', {},
    el('h2', {}, resource.summary),
    el('form', { class: 'filters', onsubmit: apply }, filters.elements, el('button', { type: 'submit' }, 'Show')),
    status,
    el('table', {},
      el('caption', { class: 'hidden' }, resource.summary),
      el('thead', {}, el('tr', {}, names.map(name => el('th', { scope: 'col' }, name)))),
      rows),
    more)
  return { element, stop: whileVisible(resource.service, refresh, () => more.children.length === 0) }
}

const PAUSE_MILLIS = 150

/** Shows a list again when its view may have changed, unless somebody is in it or has gone on to later pages. */
const whileVisible = (service, refresh, mayRefresh) => {
  let timer
  const stop = live.onViewChange(service, () => {
    if (document.activeElement?.closest('tbody') || !mayRefresh()) return
    clearTimeout(timer)
    timer = setTimeout(refresh, PAUSE_MILLIS)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

export const view = ([service, id], query) => {
  const all = resources()
  const isLocal = service === 'local' && isInside(id)
  const resource = all.find(it => it.service === service) ?? all[0]
  const shown = isLocal ? inside(id) : id ? detail(resource, id) : list(resource, query)
  const here = isLocal ? `#/look/local/${id}` : `#/look/${resource.service}`
  const element = el('div', { class: 'split' },
    el('nav', { 'aria-label': 'Views', class: 'side' },
      linkList([...all.map(it => [`#/look/${it.service}`, it.service]), ...insideLinks()], here)),
    shown.element)
  return { element, stop: shown.stop }
}
