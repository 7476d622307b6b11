// Makes elements. Text is always text: nothing in the console builds HTML from data.

const SVG = 'http://www.w3.org/2000/svg'

const build = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value)
  }
  element.append(...children.flat(2).filter(child => child !== undefined && child !== null && child !== false))
  return element
}

export const el = (name, attributes = {}, ...children) =>
  build(document.createElement(name), attributes, children)

export const svg = (name, attributes = {}, ...children) =>
  build(document.createElementNS(SVG, name), attributes, children)

export const button = (text, onclick, attributes = {}) =>
  el('button', { type: 'button', onclick, ...attributes }, text)

export const json = value => el('pre', { class: 'json', tabindex: '0' }, JSON.stringify(value, null, 2))

let ids = 0

/** An id that nothing else on the page has. */
export const newId = prefix => `${prefix}-${++ids}`

/** A control under its label. */
export const labeled = (text, control, hint) => {
  control.id ||= newId('field')
  const help = hint && el('small', { id: `${control.id}-hint` }, hint)
  if (help) control.setAttribute('aria-describedby', help.id)
  return el('div', { class: 'field' }, el('label', { for: control.id }, text), control, help)
}

export const short = id => (id && id.length > 13 ? `${id.slice(0, 8)}…` : id ?? '')

export const milliseconds = value =>
  value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${Math.round(value / 1000)} s`
