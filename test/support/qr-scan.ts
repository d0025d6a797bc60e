import { createRequire } from 'node:module'
import type { Picture } from './png-read.ts'

type Scan = (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null

// jsqr is CommonJS and its types claim an ES default export.
const { default: scan } = createRequire(import.meta.url)('jsqr') as { default: Scan }

/** What a QR scanner reads in the picture; undefined when it finds no code. */
export const scanQr = ({ rgba, width, height }: Picture): string | undefined => scan(rgba, width, height)?.data
