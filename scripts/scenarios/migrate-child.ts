// Migrates the database that is named, and says so when it begins: the scenario R12 kills it in the middle.
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'

const database = await openDatabase({ kind: 'sqlite', file: process.argv[2] as string })
process.stdout.write('begins\n')
await migrate(database)
await database.close()
