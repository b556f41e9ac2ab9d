/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * AtlasAskTone:
 * @ATLAS_ASK_PLAIN: the verb is the usual thing to do
 * @ATLAS_ASK_DESTRUCTIVE: the verb cannot be undone
 */
typedef enum {
  ATLAS_ASK_PLAIN,
  ATLAS_ASK_DESTRUCTIVE,
} AtlasAskTone;

void      atlas_announce         (GtkWidget            *from,
                                  const char           *text);
void      atlas_say              (GtkLabel             *label,
                                  const char           *words);
void      atlas_name_drop_down   (GtkDropDown          *drop_down,
                                  const char           *what);
void      atlas_name_combo_row   (AdwComboRow          *row,
                                  const char           *what);
void      atlas_name_expander_row (AdwExpanderRow      *row);
void      atlas_name_column_view (GtkColumnView        *view,
                                  const char           *what);
void      atlas_open_uri         (GtkWidget            *from,
                                  const char           *uri);
void      atlas_show_about       (GtkWindow            *parent);
void      atlas_toggle_full_screen (GtkWidget          *widget);

void      atlas_ask_async        (GtkWidget            *from,
                                  const char           *heading,
                                  const char           *body,
                                  const char           *verb,
                                  AtlasAskTone          tone,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean  atlas_ask_finish       (GAsyncResult         *result,
                                  GError              **error);

void      atlas_open_file_async  (GtkWidget            *from,
                                  const char           *title,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
GFile    *atlas_open_file_finish (GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void      atlas_open_folder_async (GtkWidget           *from,
                                  const char           *title,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);

void      atlas_save_file_async  (GtkWidget            *from,
                                  const char           *title,
                                  const char           *suggested_name,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
GFile    *atlas_save_file_finish (GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
