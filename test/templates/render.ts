import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A page as the text that is sent. */
export const html = (page: VNode): string => `<!doctype html>${renderToString(page)}`

/** What a reader sees: tags gone, the five escapes undone, white space folded. */
export const visibleText = (page: string): string =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

/** Every address that the page links to, loads or sends to. */
export const addresses = (page: string): string[] =>
  [...page.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
