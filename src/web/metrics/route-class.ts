export const routeClasses: ReadonlySet<string> = new Set([
  'accessibility',
  'achievements',
  'address',
  'api',
  'assets',
  'badges',
  'cases',
  'console',
  'credentials',
  'declarations',
  'employers',
  'erased',
  'follow-up',
  'healthz',
  'issuers',
  'log',
  'metrics',
  'presentations',
  'readyz',
  'share',
  'sign-in',
  'status',
  'vc-api',
  'verify',
  '.well-known',
])

/** The kind of page or call that a path belongs to: one of a short list, so that no id, name or guessed address becomes a label. */
export const routeClass = (path: string): string => {
  const first = path.split(/[/?]/)[1] ?? ''
  if (first === '') return 'front'
  return routeClasses.has(first) ? first : 'other'
}
