/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-session.h"
#include "reports/atlas-finder.h"
#include "reports/atlas-meeting-file.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * AtlasMeetingRequest:
 * @meeting: id of a meeting
 * @child: (nullable): id or reference of the referral to show; %NULL for where the meeting is
 * @draft: (nullable): what is typed about @child, to be kept
 * @on: the day
 *
 * What to read of a meeting that is being held, or what to keep.
 */
typedef struct {
  char     *meeting;
  char     *child;
  json_t   *draft;
  AtlasDate on;
} AtlasMeetingRequest;

/**
 * AtlasMeetingSheet:
 * @file: the meeting
 * @index: which child of its agenda is shown
 * @referral_case: (nullable): that child; %NULL of an agenda without children
 * @finder: (nullable): the places for the child
 * @draft: (nullable): what was typed about the child and is not recorded
 * @mark: (nullable): of what is known of the child and the places; another when any of it changed
 *
 * What the screen of a meeting shows.
 */
typedef struct {
  AtlasMeetingFile  *file;
  guint              index;
  AtlasReferralCase *referral_case;
  AtlasFinder       *finder;
  json_t            *draft;
  char              *mark;
} AtlasMeetingSheet;

AtlasMeetingRequest   *atlas_meeting_request_new  (const char          *meeting,
                                                   const char          *child,
                                                   json_t              *draft,
                                                   AtlasDate            on)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void                   atlas_meeting_request_free (AtlasMeetingRequest *self);
void                   atlas_meeting_sheet_free   (AtlasMeetingSheet   *self);
const AtlasAgendaItem *atlas_meeting_sheet_get    (AtlasMeetingSheet   *self);
const char            *atlas_meeting_sheet_find_next
                                                  (AtlasMeetingSheet   *self);

gpointer               atlas_meeting_read_sheet   (AtlasStore          *store,
                                                   gpointer             data,
                                                   GCancellable        *cancellable,
                                                   GError             **error);
void                   atlas_meeting_write_draft  (AtlasSession        *session,
                                                   const char          *meeting,
                                                   const char          *child,
                                                   json_t              *draft,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMeetingSheet, atlas_meeting_sheet_free)

G_END_DECLS
