import { workerData } from 'piscina'
import type { JsonObject } from '../../json.ts'
import { referenceCanonicalizer } from '../../proof/canonicalize.ts'
import { CanonicalizationError, type CanonicalizationFailure } from '../../proof/canonicalizer.ts'
import { loadContexts } from '../../proof/contexts.ts'
import type { CompileFailure } from '../../proof/shape/compile.ts'
import type { CompiledShape } from '../../proof/shape/compiled-shape.ts'
import type { DocumentShape } from '../../proof/shape/key.ts'
import { shapeCompiler } from '../../proof/shape/shape-canonicalizer.ts'
import { noteBegin, type WorkItem } from '../work-pool.ts'

/** What a thread of this kind is started with. */
export interface GraphWorkerData {
  extraContextsFile?: string
}

/** The canonical form of a document or its digest, by the reference path; or its shape, compiled. */
export type GraphTask = { want: 'text' | 'digest'; document: JsonObject } | { want: 'shape'; document: JsonObject; shape: DocumentShape }

/** Errors lose their class between threads, so a failure is a value. */
export type GraphResult =
  | { ok: true; value: string | Uint8Array }
  | { ok: true; shape: CompiledShape | CompileFailure }
  | { ok: false; failure: CanonicalizationFailure; detail: string }

const contexts = loadContexts(workerData as GraphWorkerData)
const canonicalizer = referenceCanonicalizer(contexts)
const compile = shapeCompiler(contexts)

// Processes the two contexts of every new badge before the first one comes.
await canonicalizer.canonicalize({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  credentialSubject: { type: ['AchievementSubject'], achievement: { type: ['Achievement'], criteria: { narrative: '' } } },
})

/** Works on one document. */
export default async function work(item: WorkItem<GraphTask>): Promise<GraphResult> {
  noteBegin(item)
  const { document, want } = item.task
  try {
    if (item.task.want === 'shape') return { ok: true, shape: await compile(document, item.task.shape) }
    return { ok: true, value: want === 'text' ? await canonicalizer.canonicalize(document) : await canonicalizer.digest(document) }
  } catch (error) {
    if (!(error instanceof CanonicalizationError)) throw error
    return { ok: false, failure: error.failure, detail: error.message }
  }
}
