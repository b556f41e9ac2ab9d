/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "base/atlas-route.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_VIEW (atlas_view_get_type ())

G_DECLARE_INTERFACE (AtlasView, atlas_view, ATLAS, VIEW, GtkWidget)

/**
 * AtlasViewInterface:
 * @set_session: given once, before anything else; keep a reference
 * @set_route: the page to show, always one of this view's; refresh follows at once, so only
 *   remember it here
 * @refresh: data, scope, day or role have changed, or the page has: read again. Old content
 *   stays until the new has come
 * @get_title: what the header bar says, (transfer none)
 * @get_subtitle: (nullable): the path or the date under it, (transfer none)
 * @get_up: (nullable): the level above the page, (transfer full); without it the address decides
 * @search: (nullable): the words typed with Ctrl+F, "" when search ends; without it there is
 *   no search button
 * @print: (nullable): prints what is shown; without it there is nothing to print
 * @get_tools: (nullable): a widget for the end of the header bar, (transfer none), made once
 * @toggle_pane: (nullable): opens or closes the side pane (F9)
 *
 * One of the six views. All but the first four may be left out.
 */
struct _AtlasViewInterface
{
  GTypeInterface g_iface;

  void        (*set_session)  (AtlasView        *self,
                               AtlasSession     *session);
  void        (*set_route)    (AtlasView        *self,
                               const AtlasRoute *route);
  void        (*refresh)      (AtlasView        *self);
  const char *(*get_title)    (AtlasView        *self);

  const char *(*get_subtitle) (AtlasView        *self);
  AtlasRoute *(*get_up)       (AtlasView        *self);
  void        (*search)       (AtlasView        *self,
                               const char       *words);
  void        (*print)        (AtlasView        *self);
  GtkWidget  *(*get_tools)    (AtlasView        *self);
  void        (*toggle_pane)  (AtlasView        *self);
};

void        atlas_view_set_session     (AtlasView        *self,
                                        AtlasSession     *session);
void        atlas_view_show_route      (AtlasView        *self,
                                        const AtlasRoute *route);
void        atlas_view_refresh         (AtlasView        *self);
const char *atlas_view_get_title       (AtlasView        *self);
const char *atlas_view_get_subtitle    (AtlasView        *self);
AtlasRoute *atlas_view_get_up          (AtlasView        *self,
                                        const AtlasRoute *route) G_GNUC_WARN_UNUSED_RESULT;
gboolean    atlas_view_can_search      (AtlasView        *self);
void        atlas_view_search          (AtlasView        *self,
                                        const char       *words);
gboolean    atlas_view_can_print       (AtlasView        *self);
void        atlas_view_print           (AtlasView        *self);
GtkWidget  *atlas_view_get_tools       (AtlasView        *self);
gboolean    atlas_view_has_pane        (AtlasView        *self);
void        atlas_view_toggle_pane     (AtlasView        *self);

void        atlas_view_heading_changed (AtlasView        *self);
void        atlas_view_go              (GtkWidget        *from,
                                        const char       *route);
void        atlas_view_set_route       (GtkActionable    *actionable,
                                        const char       *route);

G_END_DECLS
