// Links between the sections.

import { el, short } from './dom.js'
import { resources } from './openapi.js'

/** A link to one aggregate in Look. */
export const aggregateLink = (service, id, text = short(id)) =>
  el('a', { href: `#/look/${service}/${encodeURIComponent(id)}`, title: id }, text)

/** The same where Look has the service, else the id alone. */
export const aggregateLinkIfShown = (service, id) =>
  resources().some(it => it.service === service) ? aggregateLink(service, id) : id

/** A link to the audit log of a correlation id. */
export const journeyLink = (correlationId, text) =>
  el('a', { href: `#/look/audit?${new URLSearchParams({ correlationId })}` }, text)

/** A list of pairs of an address and a text, of which one is where we are. */
export const linkList = (pairs, current) =>
  el('ul', {}, pairs.map(([href, text]) =>
    el('li', {}, el('a', { href, 'aria-current': href === current ? 'page' : undefined }, text))))
