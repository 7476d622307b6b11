// The shell: sections, and what is chosen in them, by the part of the address after #.

import { el } from './dom.js'
import { live } from './live.js'
import { load } from './openapi.js'
import { caller, settingsDialog, signInAtHome } from './settings.js'
import * as doing from './do.js'
import * as looking from './look.js'
import * as measuring from './measure.js'
import * as pipeline from './pipeline.js'

const SECTIONS = { do: doing, look: looking, pipeline, measure: measuring }

const main = document.getElementById('main')
let stop = () => {}

const route = () => {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  const [section, ...rest] = path.split('/').map(decodeURIComponent)
  return { name: section in SECTIONS ? section : 'do', rest, query: Object.fromEntries(new URLSearchParams(query)) }
}

const show = () => {
  const { name, rest, query } = route()
  stop()
  const made = SECTIONS[name].view(rest, query)
  stop = made.stop
  main.replaceChildren(made.element)
  document.title = `${name[0].toUpperCase()}${name.slice(1)} – The serverless restaurant`
  for (const link of document.querySelectorAll('#sections a')) {
    if (link.hash === `#/${name}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

const openSettings = () => settingsDialog(document.getElementById('settings'), live.isLocal, () => location.reload())

const start = async () => {
  try {
    await load()
    await signInAtHome()
    await live.start()
  } catch (failure) {
    main.replaceChildren(el('p', { class: 'bad' }, `The console could not start: ${failure.message}`))
    return
  }
  if (live.isLocal) document.getElementById('sections').append(el('a', { href: 'api' }, 'API'))
  const settings = document.getElementById('open-settings')
  settings.textContent = `System: as ${caller()}`
  settings.addEventListener('click', openSettings)
  document.getElementById('skip').addEventListener('click', () => main.focus())
  addEventListener('hashchange', () => {
    show()
    main.focus({ preventScroll: true })
    scrollTo(0, 0)
  })
  show()
}

start()
