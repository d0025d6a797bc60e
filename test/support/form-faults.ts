/** What is wrong with how a page tells of mistakes; a control is named by its id. */
export const formFaults = (html: string): string[] => {
  const summary = /<div class="error-summary"[^>]*>(.*?)<\/div>/s.exec(html)
  if (summary === null) return ['no summary']
  const found = summary[0].includes('tabindex="-1"') && summary[0].includes('autofocus') ? [] : ['the summary takes no focus']
  const ids = [...(summary[1] ?? '').matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '')
  if (ids.length === 0) found.push('the summary leads nowhere')
  for (const id of ids) {
    const at = new RegExp(`<(input|select|textarea|fieldset)\\b[^>]* id="${id}"[^>]*>`).exec(html)
    if (at === null) found.push(`${id}: no control`)
    else {
      const rest = html.slice(at.index)
      const marked = at[1] === 'fieldset' ? rest.slice(0, rest.indexOf('</fieldset>')) : at[0]
      if (!marked.includes('aria-invalid="true"')) found.push(`${id}: not marked`)
      if (!new RegExp(`aria-describedby="[^"]*\\b${id}-error\\b`).test(marked)) found.push(`${id}: not described`)
      if (!html.includes(`id="${id}-error"`)) found.push(`${id}: no message beside it`)
    }
  }
  return found
}
