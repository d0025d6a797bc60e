import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'

/** A page as the text of an HTML document. Everything interpolated is escaped by the renderer. */
export const renderPage = (page: VNode): string => `<!doctype html>${render(page)}`
