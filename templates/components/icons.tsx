const line = { fill: 'none', stroke: 'currentColor', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' } as const

const drawings = {
  brand: (
    <>
      <path d="M14.6 2A14 14 0 0 0 14.6 30z" fill="currentColor" />
      <path d="M17.4 2A14 14 0 0 1 17.4 30z" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" />
      <path class="mark-paper" d="M9.5 16.3l5.1 5" stroke-width="2.8" fill="none" stroke-linecap="round" />
      <path d="M17.4 20.6l6-8.6" stroke="currentColor" stroke-width="2.8" stroke-linecap="round" />
    </>
  ),
  arrow: <path {...line} d="M3 16h24M19 7.5l8.5 8.5-8.5 8.5" stroke-width="3" />,
  firm: (
    <>
      <path {...line} d="M5 29V5h14v24M19 13h8v16M2 29h28" stroke-width="2.4" />
      <path {...line} d="M9.5 10.5h5M9.5 16h5M9.5 21.5h5M23 18.5v0M23 23.5v0" stroke-width="2.4" />
    </>
  ),
  document: (
    <>
      <path {...line} d="M5 4h22v24H5z" stroke-width="2.4" />
      <path {...line} d="M10 10.5h12M10 16h5" stroke-width="2.4" />
      <path {...line} d="M14.5 22l2.5 2.5 6-7" stroke-width="2.4" />
    </>
  ),
  save: <path {...line} d="M16 4v16m-6.5-6.5L16 20l6.5-6.5M4 24v4h24v-4" stroke-width="2.8" />,
  print: (
    <>
      <path {...line} d="M9 12V3h14v9M9 23H4V12h24v11h-5" stroke-width="2.4" />
      <path {...line} d="M9 19h14v10H9z" stroke-width="2.4" />
    </>
  ),
  file: (
    <>
      <path {...line} d="M7 2.5h12l6 6v21H7z" stroke-width="2.2" />
      <path {...line} d="M16 25v-9m-4 4l4-4.5 4 4.5" stroke-width="2.2" />
    </>
  ),
  camera: (
    <>
      <path {...line} d="M3 9h6l2.5-4h9L23 9h6v18H3z" stroke-width="2.4" />
      <circle cx="16" cy="17.5" r="5.2" fill="none" stroke="currentColor" stroke-width="2.4" />
    </>
  ),
  error: (
    <>
      <circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="2.8" />
      <path {...line} d="M16 9v9M16 22.6v0.2" stroke-width="3.2" />
    </>
  ),
}

export type IconName = keyof typeof drawings

/** A drawing that stands beside a word and never instead of one. */
export const Icon = ({ name, class: className }: { name: IconName; class?: string }) => (
  <svg class={className} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    {drawings[name]}
  </svg>
)
