/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AtlasSyncState:
 * @ATLAS_SYNC_ALONE: the store has joined no server
 * @ATLAS_SYNC_OFFLINE: there is no network, or somebody chose to work without it
 * @ATLAS_SYNC_SENDING: changes are going out
 * @ATLAS_SYNC_RECEIVING: changes are coming in
 * @ATLAS_SYNC_UP_TO_DATE: nothing waits in either direction
 * @ATLAS_SYNC_UNREACHABLE: there is a network, but the county's server does not answer
 * @ATLAS_SYNC_SIGNED_OUT: the server wants the person to sign in again
 */
typedef enum {
  ATLAS_SYNC_ALONE,
  ATLAS_SYNC_OFFLINE,
  ATLAS_SYNC_SENDING,
  ATLAS_SYNC_RECEIVING,
  ATLAS_SYNC_UP_TO_DATE,
  ATLAS_SYNC_UNREACHABLE,
  ATLAS_SYNC_SIGNED_OUT,
} AtlasSyncState;

/**
 * AtlasSyncFacts:
 * @state: what sync is doing
 * @unsent: changes saved here that the server has not received
 * @to_check: records of which there are two versions
 * @done: change sets or records gone through in this round
 * @total: how many this round has; 0 when not known
 * @since_ms: Unix time in milliseconds: of the last full update when up to date, of the last
 *   answer when unreachable; 0 when never
 * @server: (nullable): address of the server
 * @detail: (nullable): what a technician would want to read: no name, no token
 *
 * Where sync stands, at one moment.
 */
typedef struct {
  AtlasSyncState state;
  guint          unsent;
  guint          to_check;
  guint          done;
  guint          total;
  gint64         since_ms;
  const char    *server;
  const char    *detail;
} AtlasSyncFacts;

char *atlas_sync_facts_title   (const AtlasSyncFacts *facts,
                                GTimeZone            *zone) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_sync_facts_body    (const AtlasSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_sync_facts_for_it  (const AtlasSyncFacts *facts,
                                const char           *program) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
