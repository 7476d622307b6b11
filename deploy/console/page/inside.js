// What the API does not show, and a local run does, to staff: the operator's tools know it anywhere.

import { el } from './dom.js'
import { letters } from './letters.js'
import { live } from './live.js'
import { waiting } from './waiting.js'

const VIEWS = {
  processes: { title: 'Running processes', view: waiting, command: 'processes list' },
  deadletters: { title: 'Dead letters', view: letters, command: 'deadletters SUBSCRIPTION' }
}

const elsewhere = ({ title, command }) => ({
  element: el('div', {},
    el('h2', {}, title),
    el('p', {}, 'The API does not show them. The operator\'s tools do:'),
    el('pre', { tabindex: '0' }, `deploy/ops/ops ${command} --project=…`)),
  stop: () => {}
})

export const isInside = name => name in VIEWS

export const inside = name => (live.isLocal ? VIEWS[name].view() : elsewhere(VIEWS[name]))

/** Pairs of an address and a text. */
export const insideLinks = () =>
  Object.entries(VIEWS).map(([name, { title }]) => [`#/look/local/${name}`, title.toLowerCase()])
