// What an id field can hold: what this page's last command was about, and what the lists have.

import { get } from './api.js'
import { el, newId } from './dom.js'
import { resourceOfField } from './openapi.js'

/** By service: the id and the version that the last accepted command led to. */
const last = new Map()

export const remember = (service, { aggregateId, version }) => last.set(service, { id: aggregateId, version })

/** A version that an aggregate has no more; none has version 0. */
export const oldVersion = (service, id) => (last.get(service)?.id === id ? last.get(service).version - 1 : 0)

const labelOf = item => item.description ?? item.name ?? item.status ?? item.id

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

/** Fills an id field, and offers other ids once it is on the page. */
export const fillId = service => (name, input) => {
  const resource = resourceOfField(name, service)
  if (!resource) return
  input.value = last.get(resource.service)?.id ?? ''
  queueMicrotask(() => suggest(input, resource))
}
