// The page works without this: it adds filters, and opens what a link leads to.
(() => {
  'use strict'
  const form = document.getElementById('filter')
  const fields = ['q', 'part', 'verdict', 'severity', 'cloud', 'root', 'asked'].filter(name => form.elements[name])
  const parts = [...document.querySelectorAll('.part')].map(part => ({
    element: part,
    cells: [...part.querySelectorAll('.cell')].map(cell => ({
      element: cell,
      rows: [...cell.querySelectorAll('.row')].map(row => ({ element: row, verdict: row.dataset.v, severity: row.dataset.s, asked: row.dataset.a, count: Number(row.dataset.n) })),
    })),
  }))
  const all = parts.flatMap(part => part.cells).flatMap(cell => cell.rows).reduce((sum, row) => sum + row.count, 0)

  const text = element => {
    element.searched ??= element.textContent.toLowerCase()
    return element.searched
  }

  // Shows of a row the places that hold the words, or all of them where the words stand in what is said of them. Returns how many.
  const search = (row, cell, part, words) => {
    const about = [row.element.querySelector('.said'), cell.element.querySelector('h4'), part.element.querySelector('h3')].map(text).join(' ')
    let found = 0
    for (const sight of row.element.querySelectorAll('.sight')) {
      const missing = words.filter(word => !about.includes(word) && !text(sight.firstElementChild).includes(word))
      let ofSight = 0
      for (const item of sight.lastElementChild.children) {
        item.hidden = !missing.every(word => text(item).includes(word))
        if (!item.hidden) ofSight++
      }
      sight.hidden = ofSight === 0
      found += ofSight
    }
    return found
  }

  const wanted = () => Object.fromEntries(fields.map(name => [name, form.elements[name].value.trim()]).filter(([, value]) => value !== ''))

  const filter = () => {
    const want = wanted()
    const words = (want.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const part of parts) {
      const inPart = !want.part || part.element.dataset.part === want.part
      let ofPart = 0
      for (const cell of part.cells) {
        const { cloud, root } = cell.element.dataset
        const inCell = inPart && (!want.cloud || cloud === want.cloud) && (!want.root || root === want.root)
        let ofCell = 0
        for (const row of cell.rows) {
          const fits = inCell && (!want.verdict || row.verdict === want.verdict) && (!want.severity || row.severity === want.severity) &&
            (!want.asked || row.asked === want.asked)
          const count = fits ? search(row, cell, part, words) : 0
          row.element.hidden = count === 0
          ofCell += count
        }
        cell.element.hidden = ofCell === 0
        ofPart += ofCell
      }
      part.element.hidden = ofPart === 0 && Object.keys(want).length > 0
      shown += ofPart
    }
    form.elements.shown.value = shown === all ? `${all} verdicts` : `${shown} of ${all} verdicts`
  }

  // The filter is part of the address, so that a view can be sent to somebody: #?verdict=fail&root=infra/prod
  const remember = () => {
    const query = new URLSearchParams(wanted()).toString()
    history.replaceState(null, '', query ? `#?${query}` : '#evidence')
  }

  const change = () => { filter(); remember() }

  // Follows the address: a filter, or the place of something that may be folded or filtered out.
  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1))
    if (hash.startsWith('?')) {
      const query = new URLSearchParams(location.hash.slice(2))
      for (const name of fields) form.elements[name].value = query.get(name) ?? ''
      filter()
      document.getElementById('evidence').scrollIntoView()
      return
    }
    const target = hash && document.getElementById(hash)
    if (!target) return
    if (target.closest('[hidden]')) {
      for (const name of fields) form.elements[name].value = ''
      filter()
    }
    for (let up = target; up; up = up.parentElement) if (up.localName === 'details') up.open = true
    target.scrollIntoView()
    if (target.matches('.cell, [tabindex]')) target.focus({ preventScroll: true })
  }

  let waiting
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(change, 150) })
  form.addEventListener('reset', () => setTimeout(change))
  form.addEventListener('submit', event => { event.preventDefault(); change() })
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select')) return
    event.preventDefault()
    form.elements.q.focus()
  })
  addEventListener('hashchange', follow)

  // Paper folds nothing.
  let opened = []
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')]
    for (const details of opened) details.open = true
  })
  addEventListener('afterprint', () => { for (const details of opened) details.open = false })

  form.hidden = false
  filter()
  follow()
})()
