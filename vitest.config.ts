import { defineConfig } from 'vitest/config'
import { LongFirst } from './test/support/long-first.ts'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/leaves-nothing.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // A worker loads the service once, not once for each file: half of the time of a run was that. leaves-nothing.ts watches what it rests on.
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
})
