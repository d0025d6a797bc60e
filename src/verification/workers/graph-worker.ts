import { workerData } from 'piscina'
import type { JsonObject } from '../../json.ts'
import { referenceCanonicalizer } from '../../proof/canonicalize.ts'
import { CanonicalizationError, type CanonicalizationFailure } from '../../proof/canonicalizer.ts'
import { loadContexts } from '../../proof/contexts.ts'
import { noteBegin, type WorkItem } from '../work-pool.ts'

/** What a thread of this kind is started with. */
export interface GraphWorkerData {
  extraContextsFile?: string
}

export interface GraphTask {
  document: JsonObject
  want: 'text' | 'digest'
}

/** Errors lose their class between threads, so a failure is a value. */
export type GraphResult = { ok: true; value: string | Uint8Array } | { ok: false; failure: CanonicalizationFailure; detail: string }

const canonicalizer = referenceCanonicalizer(loadContexts(workerData as GraphWorkerData))

// Processes the two contexts of every new badge before the first one comes.
await canonicalizer.canonicalize({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  credentialSubject: { type: ['AchievementSubject'], achievement: { type: ['Achievement'], criteria: { narrative: '' } } },
})

/** Canonicalizes one document by the reference path. */
export default async function work(item: WorkItem<GraphTask>): Promise<GraphResult> {
  noteBegin(item)
  const { document, want } = item.task
  try {
    return { ok: true, value: want === 'text' ? await canonicalizer.canonicalize(document) : await canonicalizer.digest(document) }
  } catch (error) {
    if (!(error instanceof CanonicalizationError)) throw error
    return { ok: false, failure: error.failure, detail: error.message }
  }
}
