/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-form.h"
#include "app/atlas-session.h"
#include "store/atlas-referral-changes.h"

G_BEGIN_DECLS

#define ATLAS_VERB_FORM_MAX_ROWS 16

typedef struct _AtlasVerbForm AtlasVerbForm;

/**
 * AtlasVerbMake:
 * @verb: a form that was filled in
 *
 * Returns: (transfer full) (nullable): what to do to the store; %NULL when the form says what is
 *   wrong, by atlas_verb_form_refuse()
 */
typedef AtlasChangeSet *(*AtlasVerbMake) (AtlasVerbForm *verb);

/**
 * AtlasVerbForm:
 * @form: (unowned): the window, which owns this
 * @from: (unowned) (nullable): where it was opened; %NULL once that is gone
 * @session: the store
 * @referral_case: the referral as it was when the form was opened
 * @make: makes the change set
 * @rows: (unowned): what was asked, in order
 * @n_rows: how much
 * @file: (nullable): the bytes of a file that the change set names
 * @extra: (nullable): what this verb needs besides
 *
 * A form that does one thing to a referral.
 */
struct _AtlasVerbForm
{
  AtlasForm         *form;
  GtkWidget         *from;
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
  AtlasVerbMake      make;
  GtkWidget         *rows[ATLAS_VERB_FORM_MAX_ROWS];
  guint              n_rows;
  GBytes            *file;
  gpointer           extra;
  GDestroyNotify     extra_free;
};

AtlasVerbForm  *atlas_verb_form_new           (GtkWidget         *from,
                                               AtlasSession      *session,
                                               AtlasReferralCase *referral_case,
                                               const char        *title,
                                               const char        *button,
                                               AtlasVerbMake      make);
void            atlas_verb_form_add           (AtlasVerbForm     *self,
                                               GtkWidget         *row);
void            atlas_verb_form_add_date      (AtlasVerbForm     *self,
                                               const char        *title,
                                               AtlasDate          date);
void            atlas_verb_form_add_codes     (AtlasVerbForm     *self,
                                               const char        *title,
                                               const char        *set,
                                               const char        *code);
void            atlas_verb_form_add_paragraph (AtlasVerbForm     *self,
                                               const char        *title,
                                               const char        *text);
void            atlas_verb_form_add_records   (AtlasVerbForm     *self,
                                               const char        *title,
                                               GPtrArray         *records,
                                               const char        *id);
AtlasChangeSet *atlas_verb_form_refuse        (AtlasVerbForm     *self,
                                               guint              row,
                                               const char        *fault);
char           *atlas_verb_form_dup_text      (AtlasVerbForm     *self,
                                               guint              row)
                                               G_GNUC_WARN_UNUSED_RESULT;
AtlasDate       atlas_verb_form_get_date      (AtlasVerbForm     *self,
                                               guint              row);
const char     *atlas_verb_form_get_id        (AtlasVerbForm     *self,
                                               guint              row);
const char     *atlas_verb_form_get_code      (AtlasVerbForm     *self,
                                               guint              row,
                                               const char        *set);

G_END_DECLS
