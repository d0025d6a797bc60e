import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take ten seconds and more, the longest first; begun last, one of them would leave the other worker without work. */
const long = [
  'test/browser/console.test.ts',
  'test/browser/public-face.test.ts',
  'test/web/matrix.test.ts',
  'test/service/issue-batch.test.ts',
  'test/service/nominations.test.ts',
  'test/verification/work/work-room.test.ts',
  'test/service/killed-issuing.test.ts',
  'test/browser/journeys-console.test.ts',
  'test/conformance/verify.test.ts',
  'test/service/import.test.ts',
  'test/browser/badge-page.test.ts',
  'test/service/sign-in.test.ts',
  'test/service/endorsements.test.ts',
  'test/openbadges/every-word-signed.test.ts',
  'test/cli/jose.test.ts',
  'test/service/quotas.test.ts',
  'test/verification/proof/compiled-verdicts.test.ts',
  'test/service/share-links.test.ts',
]

/** Begins with the long files; the rest stands as Vitest sorts it. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.indexOf(relative(this.ctx.config.root, moduleId))
      return at === -1 ? long.length : at
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
