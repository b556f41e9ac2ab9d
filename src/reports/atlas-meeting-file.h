/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"
#include "store/atlas-store-panels.h"
#include "store/atlas-store-sync.h"

G_BEGIN_DECLS

/**
 * AtlasPromise:
 * @ATLAS_PROMISE_MADE: nobody else can have promised the place: this laptop has no server
 * @ATLAS_PROMISE_PROVISIONAL: the server has not seen it; somebody else may have promised it too
 * @ATLAS_PROMISE_CONFIRMED: the server counted it, and there was a place
 * @ATLAS_PROMISE_OVER: the server counted it, and there are more children than places
 *
 * How sure a place is that a meeting has offered. Source: protocol, section 8.
 */
typedef enum {
  ATLAS_PROMISE_MADE,
  ATLAS_PROMISE_PROVISIONAL,
  ATLAS_PROMISE_CONFIRMED,
  ATLAS_PROMISE_OVER,
} AtlasPromise;

/**
 * AtlasMeetingDecision:
 * @decision: the decision
 * @reference: (nullable): of the referral; %NULL when it is not on this laptop
 * @set_id: (nullable): the change set that recorded it, to take it back by
 * @place_name: (nullable): the provision whose place it offers
 * @promise: how sure that place is
 *
 * One decision of a meeting.
 */
typedef struct {
  AtlasDecision *decision;
  char          *reference;
  char          *set_id;
  char          *place_name;
  AtlasPromise   promise;
} AtlasMeetingDecision;

/**
 * AtlasAgendaItem:
 * @line: the referral
 * @decision: (unowned) (nullable): what the meeting decided on it last; %NULL until it did
 * @is_added: whether it came to wait after the meeting began
 *
 * One child of an agenda.
 */
typedef struct {
  AtlasReferralLine          *line;
  const AtlasMeetingDecision *decision;
  gboolean                    is_added;
} AtlasAgendaItem;

/**
 * AtlasMeetingFile:
 * @on: the day that it is seen from
 * @panel: whose meeting
 * @meeting: the meeting
 * @agenda: (element-type AtlasAgendaItem): whom it hears or heard, in its order: as it would be
 *   now, or as it was fixed when the meeting began, with who came since at the end
 * @decisions: (element-type AtlasMeetingDecision): recorded, in the order of recording
 * @receipt: what the server has acknowledged of those made on this laptop
 * @n_members: who of those present counts towards the quorum
 *
 * Everything that the page of a meeting shows.
 */
typedef struct {
  AtlasDate     on;
  AtlasPanel   *panel;
  AtlasMeeting *meeting;
  GPtrArray    *agenda;
  GPtrArray    *decisions;
  AtlasReceipt  receipt;
  guint         n_members;
} AtlasMeetingFile;

AtlasMeetingFile *atlas_meeting_file_new       (AtlasStore             *store,
                                                const char             *meeting,
                                                AtlasDate               on,
                                                GError                **error)
                                                G_GNUC_WARN_UNUSED_RESULT;
void              atlas_meeting_file_free      (AtlasMeetingFile       *self);
guint             atlas_meeting_file_n_decided (const AtlasMeetingFile *self);
guint             atlas_meeting_file_n_waiting (const AtlasMeetingFile *self);
gboolean          atlas_meeting_file_is_short  (const AtlasMeetingFile *self);

json_t           *atlas_meeting_file_to_json   (const AtlasMeetingFile *self)
                                                G_GNUC_WARN_UNUSED_RESULT;

gboolean          atlas_agenda_item_waits      (const AtlasAgendaItem  *self);

gboolean          atlas_meeting_is_open        (AtlasMeeting           *meeting);
gboolean          atlas_meeting_is_over        (AtlasMeeting           *meeting);
GPtrArray        *atlas_meeting_list_decisions (AtlasStore             *store,
                                                AtlasMeeting           *meeting,
                                                GError                **error)
                                                G_GNUC_WARN_UNUSED_RESULT;
gboolean          atlas_meeting_read_receipt   (AtlasStore             *store,
                                                GPtrArray              *decisions,
                                                AtlasReceipt           *receipt,
                                                GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMeetingFile, atlas_meeting_file_free)

G_END_DECLS
