/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-form.h"
#include "app/atlas-session.h"
#include "records/atlas-change-set.h"
#include "records/atlas-records.h"

G_BEGIN_DECLS

typedef struct _AtlasCountyForm AtlasCountyForm;

/**
 * AtlasCountyFormFunc:
 * @form: the form
 *
 * Adds what is asked, or reads what was answered with atlas_county_form_set().
 *
 * Returns: whether it could; if not, the form says why
 */
typedef gboolean (*AtlasCountyFormFunc) (AtlasCountyForm *form);

/**
 * AtlasCountyForm:
 * @session: the store
 * @county: its record, as it was when the form was opened
 * @form: (unowned): the window, which owns this
 * @fields: (element-type GtkWidget) (unowned): what was asked, in order
 * @set: (nullable): the change, while the form is read
 *
 * A form of numbers that no source gives: they are the county's own, and stand in its record as
 * `name=number`. What it changes everybody gets, and can be undone.
 */
struct _AtlasCountyForm
{
  AtlasSession        *session;
  AtlasCounty         *county;
  AtlasForm           *form;
  GPtrArray           *fields;
  AtlasChangeSet      *set;

  /*< private >*/
  GtkWidget           *from;    /* (nullable): a widget of the window, while it is there */
  char                *title;
  char                *label;
  AtlasCountyFormFunc  fill;
  AtlasCountyFormFunc  read;
};

void        atlas_county_form_ask (GtkWidget           *from,
                                   AtlasSession        *session,
                                   const char          *title,
                                   const char          *label,
                                   AtlasCountyFormFunc  fill,
                                   AtlasCountyFormFunc  read);
void        atlas_county_form_set (AtlasCountyForm     *self,
                                   const char          *name,
                                   const char          *value);

G_END_DECLS
