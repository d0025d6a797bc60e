import { unbakeSvg } from '../../openbadges/baking/svg.ts'
import type { Unbaked } from '../../openbadges/baking/unbaked.ts'
import { documentLimits, imageLimits } from '../limits.ts'
import { type QrReading, readQr } from '../qr.ts'
import { noteBegin, type WorkItem } from '../work-pool.ts'

export type PictureTask = { kind: 'qr'; picture: Uint8Array } | { kind: 'svg'; svg: string }
export type PictureResult = { kind: 'qr'; reading: QrReading } | { kind: 'svg'; unbaked: Unbaked }

/** Reads one picture or drawing that a stranger sent. */
export default function work(item: WorkItem<PictureTask>): PictureResult {
  noteBegin(item)
  const { task } = item
  if (task.kind === 'qr') return { kind: 'qr', reading: readQr(task.picture) }
  return { kind: 'svg', unbaked: unbakeSvg(task.svg, { ...imageLimits, ...documentLimits }) }
}
