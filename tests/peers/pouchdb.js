// SPDX-License-Identifier: GPL-3.0-or-later
// PouchDB and its own server, each a process with LevelDB in a folder, over HTTP without TLS.
//   node pouchdb.js serve FOLDER RECORDS     prints its address once it is filled
//   node pouchdb.js pull FOLDER URL          first pull of all; prints documents a second
//   node pouchdb.js push FOLDER URL SETS     makes as many and sends them; prints documents a second
'use strict'

const PouchDB = require('pouchdb')
const path = require('path')

const BATCH = 500 // as many as are on one of our pages

function child (n) {
  return {
    _id: `child-${String(n).padStart(9, '0')}-${n.toString(16)}`,
    type: 'child',
    first_name: 'Child',
    last_name: `Invented${n}`,
    born: '2012-03-04',
    town: 'Stevenage',
    invented: true,
    scopes: ['county']
  }
}

async function make (db, from, to) {
  for (let at = from; at < to; at += BATCH) {
    const docs = []
    for (let n = at; n < Math.min(at + BATCH, to); n++) docs.push(child(n))
    await db.bulkDocs(docs)
  }
}

async function serve (folder, records) {
  const Here = PouchDB.defaults({ prefix: folder + path.sep })
  const app = require('express')()
  app.use('/', require('express-pouchdb')(Here, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log') }))
  await make(new Here('county'), 0, records)
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(`http://127.0.0.1:${server.address().port}/county`)
  })
}

async function timed (source, target) {
  const began = process.hrtime.bigint()
  const result = await PouchDB.replicate(source, target, { batch_size: BATCH, batches_limit: 10 })
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  if (result.doc_write_failures > 0) throw new Error('documents were not written')
  console.log((result.docs_written / seconds).toFixed(1))
}

async function main () {
  const [verb, folder, third, fourth] = process.argv.slice(2)
  if (verb === 'serve') return serve(folder, Number(third))
  const local = new PouchDB(path.join(folder, 'laptop'))
  if (verb === 'pull') return timed(new PouchDB(third), local)
  await make(local, 1e8, 1e8 + Number(fourth))
  return timed(local, new PouchDB(third))
}

main().catch(error => {
  console.error(error.message)
  process.exit(1)
})
