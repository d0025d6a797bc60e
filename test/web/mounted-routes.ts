import type { Express } from 'express'

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> }
  handle?: { stack?: Layer[] }
  /** the layer is mounted at `/` */
  slash?: boolean
  match(path: string): boolean
}

/** Where routers are mounted; express keeps no such text, so a layer is asked. */
const mounts = ['/api/v1', '/console']

/**
 * Every route that the app really answers, found by walking its routers: `GET /badges/:id/proof`. A route that no list of ours names is found too.
 *
 * @throws Error for a router that is mounted at a place which is not named here
 */
export const mountedRoutes = (app: Express): string[] => {
  const found: string[] = []
  const walk = (stack: readonly Layer[], base: string): void => {
    for (const layer of stack) {
      if (layer.route !== undefined) {
        for (const path of [layer.route.path].flat())
          for (const method of Object.keys(layer.route.methods))
            found.push(`${method.toUpperCase()} ${base}${path === '/' && base !== '' ? '' : path}`)
      } else if (layer.handle?.stack !== undefined) {
        const mount = layer.slash === true ? '' : mounts.find((path) => layer.match(`${path}/x`))
        if (mount === undefined)
          throw new Error('A router is mounted at a place that test/web/mounted-routes.ts does not know; add it to `mounts`.')
        walk(layer.handle.stack, `${base}${mount}`)
      }
    }
  }
  walk((app.router as unknown as { stack: Layer[] }).stack, '')
  return found
}
