// Fields for a JSON schema, and what they hold. Nothing is checked here: one may see the system refuse it.

import { el, labeled } from './dom.js'
import { resolve } from './openapi.js'

const control = (name, schema, initial) => {
  if (schema.enum) {
    return el('select', { name }, el('option', { value: '' }, '—'),
      schema.enum.map(value => el('option', { value, selected: value === initial }, value)))
  }
  if (schema.type === 'boolean') {
    return el('select', { name }, ['', 'true', 'false'].map(value => el('option', { value }, value || '—')))
  }
  if (schema.type === 'array') return el('textarea', { name, rows: '3' })
  return el('input', {
    name,
    autocomplete: 'off',
    value: initial ?? '',
    inputmode: schema.type === 'integer' ? 'numeric' : undefined
  })
}

const valueOf = (schema, text) => {
  if (schema.type === 'integer' || schema.type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (schema.type === 'boolean') return text === 'true'
  if (schema.type !== 'array') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const field = (name, given, isRequired, decorate) => {
  const schema = resolve(given)
  if (schema.type === 'object' && schema.properties) {
    const inner = fields(schema, decorate)
    return { name, element: el('fieldset', {}, el('legend', {}, name), inner.elements), value: inner.value }
  }
  const input = control(name, schema)
  decorate(name, input)
  return {
    name,
    element: labeled(isRequired ? name : `${name} (optional)`, input, schema.description),
    value: () => (input.value === '' && !isRequired ? undefined : valueOf(schema, input.value))
  }
}

/**
 * The fields of an object: their elements, and a function that reads them.
 * `decorate(name, input)` may fill an input and add suggestions.
 */
export const fields = (schema, decorate = () => {}) => {
  const all = Object.entries(schema.properties ?? {})
    .map(([name, property]) => field(name, property, schema.required?.includes(name), decorate))
  const value = () => Object.fromEntries(all.map(it => [it.name, it.value()]).filter(([, held]) => held !== undefined))
  return { elements: all.map(it => it.element), value }
}

/** The same for the parameters of a query. */
export const queryFields = (parameters, initial = {}) => {
  const all = parameters.map(parameter => {
    const input = control(parameter.name, resolve(parameter.schema), initial[parameter.name])
    if (initial[parameter.name]) input.value = initial[parameter.name]
    return { name: parameter.name, input, element: labeled(parameter.name, input) }
  })
  const value = () => Object.fromEntries(all.map(it => [it.name, it.input.value]).filter(([, text]) => text !== ''))
  return { elements: all.map(it => it.element), value }
}
