/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasSyncState:
 * @ATLAS_SYNC_ALONE: the store has joined no server
 * @ATLAS_SYNC_OFFLINE: there is no network, or somebody chose to work without it
 * @ATLAS_SYNC_SENDING: changes are going out
 * @ATLAS_SYNC_RECEIVING: changes are coming in
 * @ATLAS_SYNC_CATCHING_UP: the server can no longer say what is new; what a restored one misses is
 *   sent again, and the whole county is got beside the one that is shown
 * @ATLAS_SYNC_UP_TO_DATE: nothing waits in either direction
 * @ATLAS_SYNC_UNREACHABLE: there is a network, but the county's server does not answer
 * @ATLAS_SYNC_SIGNED_OUT: the server wants the person to sign in again
 * @ATLAS_SYNC_WIPED: the county has had its records removed from this laptop
 * @ATLAS_SYNC_STOPPED: the server answers, but cannot be synced with until somebody acts
 *
 * What sync is doing.
 */
typedef enum {
  ATLAS_SYNC_ALONE,
  ATLAS_SYNC_OFFLINE,
  ATLAS_SYNC_SENDING,
  ATLAS_SYNC_RECEIVING,
  ATLAS_SYNC_CATCHING_UP,
  ATLAS_SYNC_UP_TO_DATE,
  ATLAS_SYNC_UNREACHABLE,
  ATLAS_SYNC_SIGNED_OUT,
  ATLAS_SYNC_WIPED,
  ATLAS_SYNC_STOPPED,
} AtlasSyncState;

/**
 * AtlasSyncProblem:
 * @ATLAS_SYNC_PROBLEM_NONE: all is well
 * @ATLAS_SYNC_PROBLEM_NO_ANSWER: nothing answers at the server's address, or it broke off
 * @ATLAS_SYNC_PROBLEM_UNTRUSTED: what answers is not the server that this laptop has joined
 * @ATLAS_SYNC_PROBLEM_PROXY: the network's proxy asks for a name and a password
 * @ATLAS_SYNC_PROBLEM_NOT_A_SERVER: something else answers, such as a network's sign-in page
 * @ATLAS_SYNC_PROBLEM_BUSY: the server asks to wait
 * @ATLAS_SYNC_PROBLEM_FAULT: the server failed, and may do better later
 * @ATLAS_SYNC_PROBLEM_MALFORMED: the server could not read what this program sent
 * @ATLAS_SYNC_PROBLEM_UNREADABLE: this program could not read what the server sent
 * @ATLAS_SYNC_PROBLEM_SIGN_IN: the person must sign in again
 * @ATLAS_SYNC_PROBLEM_NOT_ALLOWED: the person may not do this
 * @ATLAS_SYNC_PROBLEM_LOCKED: the county has locked this laptop
 * @ATLAS_SYNC_PROBLEM_WIPE: the county wants this laptop's copy gone
 * @ATLAS_SYNC_PROBLEM_CLONED: another laptop works with a copy of this store
 * @ATLAS_SYNC_PROBLEM_GAP: the server misses changes that this laptop has no more
 * @ATLAS_SYNC_PROBLEM_EPOCH_CHANGED: the server was restored from a backup
 * @ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD: this laptop was away for too long to be told the news
 * @ATLAS_SYNC_PROBLEM_WRONG_OFFSET: the server has more or less of a file than was thought
 * @ATLAS_SYNC_PROBLEM_WRONG_FILE: what the server has of a file is something else
 * @ATLAS_SYNC_PROBLEM_TOO_LARGE: the server does not take a change of that size
 * @ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD: this program must be updated before it can send
 * @ATLAS_SYNC_PROBLEM_NOT_FOUND: the server does not have what was asked for
 * @ATLAS_SYNC_PROBLEM_OTHER_COUNTY: a demonstration's store and a county's server, or the reverse
 * @ATLAS_SYNC_PROBLEM_LEASE_ENDED: this laptop was without contact for longer than the county lets
 *   its records be opened
 * @ATLAS_SYNC_PROBLEM_STORE: the store on this laptop failed
 *
 * Why sync is not up to date. In every case what was saved on this laptop is safe there.
 */
typedef enum {
  ATLAS_SYNC_PROBLEM_NONE,
  ATLAS_SYNC_PROBLEM_NO_ANSWER,
  ATLAS_SYNC_PROBLEM_UNTRUSTED,
  ATLAS_SYNC_PROBLEM_PROXY,
  ATLAS_SYNC_PROBLEM_NOT_A_SERVER,
  ATLAS_SYNC_PROBLEM_BUSY,
  ATLAS_SYNC_PROBLEM_FAULT,
  ATLAS_SYNC_PROBLEM_MALFORMED,
  ATLAS_SYNC_PROBLEM_UNREADABLE,
  ATLAS_SYNC_PROBLEM_SIGN_IN,
  ATLAS_SYNC_PROBLEM_NOT_ALLOWED,
  ATLAS_SYNC_PROBLEM_LOCKED,
  ATLAS_SYNC_PROBLEM_WIPE,
  ATLAS_SYNC_PROBLEM_CLONED,
  ATLAS_SYNC_PROBLEM_GAP,
  ATLAS_SYNC_PROBLEM_EPOCH_CHANGED,
  ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD,
  ATLAS_SYNC_PROBLEM_WRONG_OFFSET,
  ATLAS_SYNC_PROBLEM_WRONG_FILE,
  ATLAS_SYNC_PROBLEM_TOO_LARGE,
  ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD,
  ATLAS_SYNC_PROBLEM_NOT_FOUND,
  ATLAS_SYNC_PROBLEM_OTHER_COUNTY,
  ATLAS_SYNC_PROBLEM_LEASE_ENDED,
  ATLAS_SYNC_PROBLEM_STORE,
} AtlasSyncProblem;

/**
 * AtlasSyncFacts:
 * @state: what sync is doing
 * @problem: why it is not up to date
 * @unsent: changes saved here that the server has not received
 * @to_check: two versions, changes not accepted and questions that wait for somebody
 * @done: change sets or records gone through in this round
 * @total: how many this round has; 0 when not known
 * @since_ms: Unix time in milliseconds: of the last full update when up to date, of the last
 *   answer when unreachable; 0 when never
 * @skew_ms: how far this laptop's clock is ahead of the server's
 * @lease_ms: until when the county may be opened without contact, Unix time; 0 when not known
 * @repaired: records that differed from the server's and were put right since sync began
 * @is_restored: the server was restored from a backup, and this laptop has not yet sent it all that
 *   it misses and got the county anew
 * @has_alarm: what the server says of its past is not what this laptop has seen of it
 * @prefix: (nullable): how the county calls this laptop: K7
 * @server: (nullable): address of the server
 * @detail: (nullable): what a technician would want to read: no name, no token
 *
 * Where sync stands, at one moment.
 */
typedef struct {
  AtlasSyncState   state;
  AtlasSyncProblem problem;
  guint            unsent;
  guint            to_check;
  guint            done;
  guint            total;
  gint64           since_ms;
  gint64           skew_ms;
  gint64           lease_ms;
  guint            repaired;
  gboolean         is_restored;
  gboolean         has_alarm;
  const char      *prefix;
  const char      *server;
  const char      *detail;
} AtlasSyncFacts;

G_END_DECLS
