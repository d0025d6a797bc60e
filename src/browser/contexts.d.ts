/// <reference path="../proof/untyped.d.ts" />

/** The JSON-LD contexts of a badge and of a status list by their URL; put in at build time from the pinned registry. */
declare module 'akashi:contexts' {
  const contexts: Readonly<Record<string, Record<string, unknown>>>
  export default contexts
}
