import type { Actor } from './actor.ts'

/** Long work that outlives a request and a process. */
export interface Job {
  id: string
  kind: string
  state: JobState
  actor: Actor
  operatorId?: string
  params: unknown
  /** how many pieces there are, once that is known */
  total?: number
  done: number
  result?: unknown
  /** why it failed, as a sentence for whoever started it */
  failure?: string
  dueAt: Date
  createdAt: Date
  finishedAt?: Date
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
