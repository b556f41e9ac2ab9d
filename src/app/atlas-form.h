/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_FORM (atlas_form_get_type ())

G_DECLARE_FINAL_TYPE (AtlasForm, atlas_form, ATLAS, FORM, AdwWindow)

AtlasForm *atlas_form_new          (GtkWidget         *from,
                                    const char        *title,
                                    const char        *verb);
void       atlas_form_set_intro    (AtlasForm         *self,
                                    const char        *intro);
void       atlas_form_add          (AtlasForm         *self,
                                    GtkWidget         *row);
void       atlas_form_set_fault    (AtlasForm         *self,
                                    const char        *fault);
void       atlas_form_set_fault_at (AtlasForm         *self,
                                    GtkWidget         *field,
                                    const char        *fault);
gboolean   atlas_form_read_number  (AtlasForm         *self,
                                    GtkWidget         *field,
                                    int               *number);
GtkWidget *atlas_form_add_choice   (AtlasForm         *self,
                                    const char        *title,
                                    const char *const *labels,
                                    guint              selected);
GtkWidget *atlas_form_add_text     (AtlasForm         *self,
                                    const char        *title,
                                    const char        *text);
GtkWidget *atlas_form_add_number   (AtlasForm         *self,
                                    const char        *title,
                                    int                value,
                                    int                min,
                                    int                max);
GtkWidget *atlas_form_add_paragraph (AtlasForm        *self,
                                    const char        *title,
                                    const char        *text);
char      *atlas_paragraph_dup     (GtkWidget         *view) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_form_begin_section (AtlasForm        *self,
                                    const char        *title);
void       atlas_form_set_verb     (AtlasForm         *self,
                                    const char        *verb);
void       atlas_form_offer_delete (AtlasForm         *self,
                                    const char        *verb);

G_END_DECLS
