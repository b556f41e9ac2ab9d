/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-preferences.h"

#include "app/atlas-check-settings.h"
#include "app/atlas-return-settings.h"
#include "app/atlas-settings.h"
#include "app/atlas-ui.h"
#include "base/atlas-date.h"

/**
 * AtlasPreferences:
 *
 * What a person may choose: the program's own settings, kept; and how the window looks at its
 * county, which each start begins anew.
 */
struct _AtlasPreferences
{
  AdwPreferencesWindow parent_instance;

  AtlasSession        *session; /* (nullable): NULL until given */

  /* Template */
  AdwComboRow         *default_view;
  AdwComboRow         *color_scheme;
  GtkWidget           *county;
  GtkEditable         *as_at;
  AdwComboRow         *role;
};

G_DEFINE_FINAL_TYPE (AtlasPreferences, atlas_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the lists in the template; each list's settings are the names of its enum. */
static const char * const view_names[] = {
  "by-role", "today", "map", "provision", "referrals", "panels", "reports", NULL,
};
static const char * const scheme_names[] = { "system", "light", "dark", NULL };
static const char * const roles[] = {
  "area_lead", "commissioning_officer", "panel_chair", "provider", NULL,
};

static guint
find_name (const char * const *names,
           const char         *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;

  return 0;
}

static gboolean
name_to_index (GValue   *value,
               GVariant *variant,
               gpointer  user_data)
{
  g_value_set_uint (value, find_name (user_data, g_variant_get_string (variant, NULL)));

  return TRUE;
}

static GVariant *
index_to_name (const GValue       *value,
               const GVariantType *type,
               gpointer            user_data)
{
  const char * const *names = user_data;

  return g_variant_new_string (names[g_value_get_uint (value)]);
}

static void
bind_names (GSettings          *settings,
            const char         *key,
            AdwComboRow        *row,
            const char * const *names)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                name_to_index, index_to_name, (gpointer) names, NULL);
}

static AtlasDate
today (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();

  return atlas_date_today (zone);
}

static void
as_at_apply_cb (AtlasPreferences *self)
{
  const char *text = gtk_editable_get_text (self->as_at);
  AtlasDate as_of = *text == '\0' ? today () : atlas_date_parse (text);

  if (as_of != ATLAS_DATE_NONE)
    atlas_session_set_as_of (self->session, as_of);
}

/* A date that is not one is shown as such where it stands; nothing happens until it is right. */
static void
as_at_changed_cb (AtlasPreferences *self)
{
  const char *text = gtk_editable_get_text (self->as_at);
  gboolean is_wrong = *text != '\0' && atlas_date_parse (text) == ATLAS_DATE_NONE;

  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->as_at), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->as_at), "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->as_at), GTK_ACCESSIBLE_STATE_INVALID,
                               is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE
                                        : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* The county's own settings are a change that everybody gets, so they have a form and an Undo. */
static void
checks_activated_cb (AtlasPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  atlas_check_settings_ask (GTK_WIDGET (parent), self->session);
  gtk_window_close (GTK_WINDOW (self));
}

static void
clocks_activated_cb (AtlasPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  atlas_clock_settings_ask (GTK_WIDGET (parent), self->session);
  gtk_window_close (GTK_WINDOW (self));
}

static void
returns_activated_cb (AtlasPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  atlas_return_settings_ask (GTK_WIDGET (parent), self->session);
  gtk_window_close (GTK_WINDOW (self));
}

static void
role_selected_cb (AtlasPreferences *self)
{
  if (self->session != NULL)
    atlas_session_set_role (self->session, roles[adw_combo_row_get_selected (self->role)]);
}

static void
atlas_preferences_dispose (GObject *object)
{
  g_clear_object (&ATLAS_PREFERENCES (object)->session);

  G_OBJECT_CLASS (atlas_preferences_parent_class)->dispose (object);
}

static void
atlas_preferences_class_init (AtlasPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasPreferences, default_view);
  gtk_widget_class_bind_template_child (widget_class, AtlasPreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, AtlasPreferences, county);
  gtk_widget_class_bind_template_child (widget_class, AtlasPreferences, as_at);
  gtk_widget_class_bind_template_child (widget_class, AtlasPreferences, role);
  gtk_widget_class_bind_template_callback (widget_class, as_at_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_at_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, checks_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, clocks_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, returns_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, role_selected_cb);
}

static void
atlas_preferences_init (AtlasPreferences *self)
{
  GSettings *settings = atlas_settings_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  bind_names (settings, "default-view", self->default_view, view_names);
  bind_names (settings, "color-scheme", self->color_scheme, scheme_names);
}

static gboolean
scheme_to_color (GValue   *value,
                 GVariant *variant,
                 gpointer  user_data)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK,
  };

  g_value_set_enum (value, schemes[find_name (scheme_names, g_variant_get_string (variant, NULL))]);

  return TRUE;
}

/**
 * atlas_preferences_apply_colors:
 *
 * Keeps light and dark as the settings have them, for the life of the program.
 */
void
atlas_preferences_apply_colors (GSettings *settings)
{
  g_settings_bind_with_mapping (settings, "color-scheme", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, scheme_to_color, NULL,
                                NULL, NULL);
}

/**
 * atlas_preferences_show:
 *
 * Opens the preferences of a window.
 */
void
atlas_preferences_show (GtkWindow    *parent,
                        AtlasSession *session)
{
  AtlasPreferences *self;
  g_autofree char *as_at = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (ATLAS_IS_SESSION (session));

  self = g_object_new (ATLAS_TYPE_PREFERENCES, "transient-for", parent, NULL);
  if (atlas_session_get_as_of (session) != today ())
    as_at = atlas_date_format (atlas_session_get_as_of (session));

  gtk_editable_set_text (self->as_at, as_at != NULL ? as_at : "");
  adw_combo_row_set_selected (self->role, find_name (roles, atlas_session_get_role (session)));
  gtk_widget_set_visible (GTK_WIDGET (self->role), atlas_session_is_demonstration (session));
  gtk_widget_set_visible (self->county,
                          atlas_session_get_state (session) == ATLAS_SESSION_READY);
  self->session = g_object_ref (session);

  gtk_window_present (GTK_WINDOW (self));
}
