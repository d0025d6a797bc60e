import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkInvariants } from '../../src/service/check-invariants.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'
import { newServed, type Served } from './served.ts'

/** Left free before issuing begins, so that the disk is full after a few badges. */
const ROOM_BYTES = 600_000
const MOST_BADGES = 400

/** Whether this user may mount the small file system that R5 needs. */
export const mayMount = (): boolean => process.platform === 'linux' && process.getuid?.() === 0

/**
 * R5: the disk of the database becomes full while badges are issued. Issuing answers 503 with Retry-After and `/readyz` 503, everything else goes on; with
 * room again it goes on without a restart, and no part of a badge is left. Needs the right to mount (root on Linux).
 */
export const fullDisk = async ({ long }: ScenarioOptions): Promise<ScenarioResult> => {
  if (!mayMount()) return { ok: false, wrong: ['R5 mounts a small file system: run it as root on Linux'] }
  const disk = mkdtempSync(join(tmpdir(), 'akashi-r5-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', disk])
  try {
    const served = await newServed({ file: join(disk, 'akashi.db'), completions: MOST_BADGES })
    try {
      return await fillAndFree(served, disk, long ? 3 : 1)
    } finally {
      await served.close()
    }
  } finally {
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true, force: true })
  }
}

const fillAndFree = async (served: Served, disk: string, rounds: number): Promise<ScenarioResult> => {
  const wrong: string[] = []
  let [issued, refused, reads] = [0, 0, 0]
  const read = async (when: string): Promise<void> => {
    for (const status of await served.readAll()) {
      reads += 1
      if (status !== 200) wrong.push(`${when}: a read answers ${status}`)
    }
  }
  const issue = async (when: string): Promise<number> => {
    const { status, retryAfter } = await served.issue()
    if (status === 201) issued += 1
    else if (status === 503 && retryAfter !== undefined) refused += 1
    else wrong.push(`${when}: issuing answers ${status}, Retry-After ${retryAfter}`)
    return status
  }
  for (let round = 0; round < rounds; round += 1) {
    await issue('with room')
    if ((await served.ready()) !== 200) wrong.push('with room: not ready')
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - ROOM_BYTES)))
    while ((await issue('until full')) === 201) await read('until full')
    if ((await served.ready()) !== 503) wrong.push('full: ready')
    for (let n = 0; n < 3; n += 1) {
      await issue('full')
      await read('full')
    }
    rmSync(join(disk, 'filler'))
    if ((await issue('room again')) !== 201) wrong.push('room again: not issued')
    if ((await served.ready()) !== 200) wrong.push('room again: not ready')
    await read('room again')
  }
  const broken = (await checkInvariants(served.database, undefined)).filter(({ ok }) => !ok)
  return { ok: wrong.length === 0 && broken.length === 0, issued, refused, reads, wrong, broken }
}
