// Commands: which there are, and a form for one of them.

import { commandForm } from './command.js'
import { el } from './dom.js'
import { linkList } from './links.js'
import { commands } from './openapi.js'

const address = command => `#/do/${command.type}`

export const view = ([type]) => {
  const all = commands()
  const chosen = all.find(command => command.type === type) ?? all[0]
  const { element, stop } = commandForm(chosen)
  const services = Object.entries(Object.groupBy(all, command => command.service))
  const list = ([service, ofIt]) =>
    [el('h2', {}, service), linkList(ofIt.map(command => [address(command), command.type]), address(chosen))]
  return {
    element: el('div', { class: 'split' },
      el('nav', { 'aria-label': 'Commands', class: 'side' }, services.map(list)),
      element),
    stop
  }
}
