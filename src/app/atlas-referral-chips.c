/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-chips.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fault.h"
#include "app/atlas-flow.h"
#include "app/atlas-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-settings.h"
#include "app/atlas-ui.h"
#include "app/atlas-wrap.h"
#include "records/atlas-codes.h"
#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"

#define KEY_SAVED     "county-filters"
#define YEAR_LOWEST   0         /* Reception */
#define YEAR_HIGHEST  11
#define TIERS         5

/**
 * AtlasReferralChips:
 *
 * What narrows and orders the list of referrals: a menu of filters, filters saved under a name, a
 * chip for each filter in use, and how many were found.
 */
struct _AtlasReferralChips
{
  AdwBin               parent_instance;

  AtlasSession        *session; /* (nullable): NULL until given */
  AtlasReferralFilter *filter;
  gboolean             is_showing;      /* widgets are being set by us, not by a person */

  /* Template */
  GtkWidget           *show_switch;
  GtkMenuButton       *filter_button;
  GtkMenuButton       *saved_button;
  GtkWidget           *select_button;
  GtkWidget           *popover;
  GtkWidget           *facets;
  GtkDropDown         *sort;
  GtkLabel            *count;
  GtkWidget           *shown;
};

G_DEFINE_FINAL_TYPE (AtlasReferralChips, atlas_referral_chips, ADW_TYPE_BIN)

typedef enum { SIGNAL_CHANGED } AtlasReferralChipsSignal;
static guint signals[SIGNAL_CHANGED + 1];

/* Columns: a facet whose values are keys of places, and what the routes of those begin with. */
static const struct {
  AtlasReferralFacet facet;
  const char        *prefix;
} homes[] = {
  { ATLAS_REFERRAL_FACET_AREA, "area/" },
  { ATLAS_REFERRAL_FACET_PARTNERSHIP, "partnership/" },
};

/* In the order of the drop-down. */
static const struct {
  const char       *label;
  AtlasReferralSort sort;
  gboolean          descending;
} orders[] = {
  { N_("Latest received"), ATLAS_REFERRAL_SORT_RECEIVED, TRUE },
  { N_("Longest waiting"), ATLAS_REFERRAL_SORT_RECEIVED, FALSE },
  { N_("Looked after first"), ATLAS_REFERRAL_SORT_QUEUE, FALSE },
  { N_("Earliest exclusion"), ATLAS_REFERRAL_SORT_EXCLUDED, FALSE },
  { N_("Latest exclusion"), ATLAS_REFERRAL_SORT_EXCLUDED, TRUE },
  { N_("Next step soonest"), ATLAS_REFERRAL_SORT_NEXT_BY, FALSE },
  { N_("Next step latest"), ATLAS_REFERRAL_SORT_NEXT_BY, TRUE },
  { N_("First steps first"), ATLAS_REFERRAL_SORT_STEP, FALSE },
  { N_("Last steps first"), ATLAS_REFERRAL_SORT_STEP, TRUE },
  { N_("Highest tier"), ATLAS_REFERRAL_SORT_TIER, TRUE },
  { N_("Lowest tier"), ATLAS_REFERRAL_SORT_TIER, FALSE },
  { N_("Youngest year"), ATLAS_REFERRAL_SORT_YEAR, FALSE },
  { N_("Oldest year"), ATLAS_REFERRAL_SORT_YEAR, TRUE },
  { N_("Reference, A to Z"), ATLAS_REFERRAL_SORT_REFERENCE, FALSE },
  { N_("Reference, Z to A"), ATLAS_REFERRAL_SORT_REFERENCE, TRUE },
};

static const char *
home_prefix (AtlasReferralFacet facet)
{
  for (gsize i = 0; i < G_N_ELEMENTS (homes); i++)
    if (homes[i].facet == facet)
      return homes[i].prefix;

  return NULL;
}

/* A filter asks for a number, whatever it was called; it is named as today. */
static char *
word_tier (AtlasReferralChips *self,
           const char         *value)
{
  AtlasWording *wording = self->session != NULL ? atlas_session_get_wording (self->session) : NULL;
  int tier = (int) g_ascii_strtoll (value, NULL, 10);
  const char *name = NULL;

  if (self->session != NULL)
    name = atlas_wording_tier (wording, tier, atlas_session_get_as_of (self->session), FALSE);

  return atlas_words_tier (tier, name);
}

static char *
word_value (AtlasReferralChips *self,
            AtlasReferralFacet  facet,
            const char         *value)
{
  g_autofree char *route = NULL;
  GListModel *scopes;

  if (facet == ATLAS_REFERRAL_FACET_TIER)
    return word_tier (self, value);
  if (facet == ATLAS_REFERRAL_FACET_YEAR)
    return atlas_words_year_group (atlas_year_group_parse (value));
  if (home_prefix (facet) == NULL)
    {
      const char *set = facet == ATLAS_REFERRAL_FACET_STEP ? "referral-step" : "referral-kind";
      AtlasWording *wording = self->session != NULL ? atlas_session_get_wording (self->session)
                                                    : NULL;
      AtlasDate on = self->session != NULL ? atlas_session_get_as_of (self->session)
                                           : ATLAS_DATE_NONE;
      const char *label = atlas_wording_code (wording, set, value, on);

      return g_strdup (label != NULL ? _(label) : value);
    }

  route = g_strconcat (home_prefix (facet), value, NULL);
  scopes = self->session != NULL ? atlas_session_get_scopes (self->session) : NULL;
  for (guint i = 0; scopes != NULL && i < g_list_model_get_n_items (scopes); i++)
    {
      g_autoptr(AtlasDestination) scope = g_list_model_get_item (scopes, i);

      if (g_str_equal (atlas_destination_get_route (scope), route))
        return g_strdup (atlas_destination_get_name (scope));
    }

  return g_strdup (value);
}

static void
changed (AtlasReferralChips *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
toggle_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasReferralChips *self = ATLAS_REFERRAL_CHIPS (widget);
  int facet;
  const char *value;

  g_variant_get (parameter, "(i&s)", &facet, &value);
  if (facet < 0 || facet >= ATLAS_REFERRAL_N_FACETS)
    return;

  atlas_referral_filter_toggle (self->filter, (AtlasReferralFacet) facet, value);
  changed (self);
}

static void
switch_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasReferralChips *self = ATLAS_REFERRAL_CHIPS (widget);
  const char *which = g_variant_get_string (parameter, NULL);

  if (g_str_equal (which, "open"))
    self->filter->is_open = !self->filter->is_open;
  else if (g_str_equal (which, "day6"))
    self->filter->owes_day6 = !self->filter->owes_day6;
  else if (g_str_equal (which, "review"))
    self->filter->review_due = !self->filter->review_due;
  else
    self->filter->waiting_days = 0;
  changed (self);
}

static void
add_chip (AtlasReferralChips *self,
          char               *label,
          const char         *action,
          GVariant           *target)
{
  g_autofree char *owned = label;
  /* Translators: what a chip says that takes a filter away; × is a cross. */
  g_autofree char *shown = g_strdup_printf (_("%s ×"), label);
  g_autofree char *spoken = g_strdup_printf (_("Remove the filter %s"), label);
  GtkWidget *button = gtk_button_new_with_label (shown);

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "atlas-chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_box_append (GTK_BOX (self->shown), button);
}

static void
add_switch_chip (AtlasReferralChips *self,
                 gboolean            is_on,
                 const char         *which,
                 const char         *label)
{
  if (is_on)
    add_chip (self, g_strdup (label), "chips.switch", g_variant_new_string (which));
}

static void
show_chips (AtlasReferralChips *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->shown)) != NULL)
    gtk_box_remove (GTK_BOX (self->shown), child);

  add_switch_chip (self, self->filter->is_open, "open", _("Open"));
  add_switch_chip (self, self->filter->owes_day6, "day6", _("Owed Day 6 education"));
  add_switch_chip (self, self->filter->review_due, "review", _("Review due"));
  if (self->filter->waiting_days > 0)
    add_chip (self, g_strdup_printf (ngettext ("Waiting %d day or more", "Waiting %d days or more",
                                               self->filter->waiting_days),
                                     self->filter->waiting_days),
              "chips.switch", g_variant_new_string ("waiting"));
  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    for (char **at = self->filter->facets[i]; at != NULL && *at != NULL; at++)
      add_chip (self, word_value (self, (AtlasReferralFacet) i, *at), "chips.toggle",
                g_variant_new ("(is)", i, *at));

  gtk_widget_set_visible (self->shown, gtk_widget_get_first_child (self->shown) != NULL);
}

static void
add_heading (AtlasReferralChips *self,
             const char         *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);
  gtk_box_append (GTK_BOX (self->facets), label);
}

static void
check_toggled_cb (GtkCheckButton     *check,
                  AtlasReferralChips *self)
{
  GVariant *target = g_object_get_data (G_OBJECT (check), "atlas-target");

  if (self->is_showing)
    return;

  gtk_widget_activate_action_variant (GTK_WIDGET (self),
                                      g_variant_is_of_type (target, G_VARIANT_TYPE_STRING)
                                      ? "chips.switch" : "chips.toggle", target);
}

static void
add_check (AtlasReferralChips *self,
           const char         *label,
           gboolean            is_on,
           GVariant           *target)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_on);
  g_object_set_data_full (G_OBJECT (check), "atlas-target", g_variant_ref_sink (target),
                          (GDestroyNotify) g_variant_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (check_toggled_cb), self, 0);
  gtk_box_append (GTK_BOX (self->facets), check);
}

static void
add_value (AtlasReferralChips *self,
           AtlasReferralFacet  facet,
           const char         *value)
{
  g_autofree char *label = word_value (self, facet, value);

  add_check (self, label, atlas_referral_filter_has (self->filter, facet, value),
             g_variant_new ("(is)", (int) facet, value));
}

static void
add_codes (AtlasReferralChips *self,
           AtlasReferralFacet  facet,
           const char         *set)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);

  for (guint i = 0; i < codes->len; i++)
    add_value (self, facet, ((const AtlasCode *) g_ptr_array_index (codes, i))->code);
}

static void
add_homes (AtlasReferralChips *self,
           const char         *heading,
           AtlasReferralFacet  facet)
{
  const char *prefix = home_prefix (facet);
  GListModel *scopes = self->session != NULL ? atlas_session_get_scopes (self->session) : NULL;
  gboolean has_heading = FALSE;

  for (guint i = 0; scopes != NULL && i < g_list_model_get_n_items (scopes); i++)
    {
      g_autoptr(AtlasDestination) scope = g_list_model_get_item (scopes, i);
      const char *route = atlas_destination_get_route (scope);

      if (!g_str_has_prefix (route, prefix))
        continue;
      if (!has_heading)
        add_heading (self, heading);
      has_heading = TRUE;
      add_value (self, facet, route + strlen (prefix));
    }
}

/* Made anew each time it opens, so that it shows what is in use. */
static void
popover_show_cb (AtlasReferralChips *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->facets)) != NULL)
    gtk_box_remove (GTK_BOX (self->facets), child);

  add_check (self, _("Open"), self->filter->is_open, g_variant_new_string ("open"));
  add_check (self, _("Owed Day 6 education"), self->filter->owes_day6,
             g_variant_new_string ("day6"));
  add_check (self, _("Review due"), self->filter->review_due, g_variant_new_string ("review"));
  add_heading (self, _("Step"));
  add_codes (self, ATLAS_REFERRAL_FACET_STEP, "referral-step");
  add_heading (self, _("Tier"));
  for (int i = 1; i <= TIERS; i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", i);

      add_value (self, ATLAS_REFERRAL_FACET_TIER, value);
    }
  add_heading (self, _("Year group"));
  for (int i = YEAR_LOWEST; i <= YEAR_HIGHEST; i++)
    add_value (self, ATLAS_REFERRAL_FACET_YEAR, atlas_year_group_to_code (i));
  add_homes (self, _("Home area"), ATLAS_REFERRAL_FACET_AREA);
  add_homes (self, _("Home partnership"), ATLAS_REFERRAL_FACET_PARTNERSHIP);
  add_heading (self, _("Kind"));
  add_codes (self, ATLAS_REFERRAL_FACET_KIND, "referral-kind");
}

static void
sort_changed_cb (AtlasReferralChips *self)
{
  guint selected = gtk_drop_down_get_selected (self->sort);

  if (self->is_showing || selected >= G_N_ELEMENTS (orders))
    return;

  self->filter->sort = orders[selected].sort;
  self->filter->descending = orders[selected].descending;
  changed (self);
}

static void
show_order (AtlasReferralChips *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i].sort == self->filter->sort && orders[i].descending == self->filter->descending)
      gtk_drop_down_set_selected (self->sort, i);
}

static void
append_link (GMenu      *menu,
             const char *label,
             const char *action,
             const char *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/* Filters are of one county: their areas are, and their names may be. */
static const char *
get_folder (AtlasReferralChips *self)
{
  const char *folder = self->session != NULL ? atlas_session_get_folder (self->session) : NULL;

  return folder != NULL ? folder : "";
}

static void
fill_saved_menu (AtlasReferralChips *self)
{
  g_autoptr(GMenu)        menu = g_menu_new ();
  g_autoptr(GMenu)        saved = g_menu_new ();
  g_autoptr(GMenu)        verbs = g_menu_new ();
  g_autoptr(GVariant)     filters = NULL;
  g_autoptr(GVariantIter) iter = NULL;
  const char *folder;
  const char *name;
  const char *route;

  append_link (saved, _("My Day 6"), "win.go",
               "referrals?day6=yes&descending=no&open=no&sort=excluded");
  append_link (saved, _("All Referrals"), "win.go", "referrals?open=no");
  filters = g_settings_get_value (atlas_settings_get_default (), KEY_SAVED);
  iter = g_variant_iter_new (filters);
  while (g_variant_iter_next (iter, "(&s&s&s)", &folder, &name, &route))
    {
      g_autofree char *remove = g_strdup_printf (_("Forget “%s”"), name);

      if (!g_str_equal (folder, get_folder (self)))
        continue;
      append_link (saved, name, "win.go", route);
      append_link (verbs, remove, "chips.forget", name);
    }
  g_menu_prepend (verbs, _("_Save This Filter…"), "chips.save");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (saved));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (verbs));
  gtk_menu_button_set_menu_model (self->saved_button, G_MENU_MODEL (menu));
}

/* Writes the saved filters without @name, then, when there is a route, with it at the end. */
static void
keep_filter (AtlasReferralChips *self,
             const char         *name,
             const char         *route)
{
  g_autoptr(GVariant)     filters = NULL;
  g_autoptr(GVariantIter) iter = NULL;
  GVariantBuilder builder;
  const char *folder;
  const char *other;
  const char *other_route;

  filters = g_settings_get_value (atlas_settings_get_default (), KEY_SAVED);
  iter = g_variant_iter_new (filters);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  while (g_variant_iter_next (iter, "(&s&s&s)", &folder, &other, &other_route))
    if (!g_str_equal (folder, get_folder (self)) || !g_str_equal (other, name))
      g_variant_builder_add (&builder, "(sss)", folder, other, other_route);
  if (route != NULL)
    g_variant_builder_add (&builder, "(sss)", get_folder (self), name, route);

  g_settings_set_value (atlas_settings_get_default (), KEY_SAVED,
                        g_variant_builder_end (&builder));
}

static void
save_form_cb (AtlasReferralChips *self,
              AtlasForm          *form)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (form), "atlas-name");
  g_autoptr(AtlasRoute) route = atlas_referral_filter_to_route (self->filter);
  g_autofree char *text = atlas_route_format (route);
  g_autofree char *name = atlas_entry_dup (entry);

  if (name == NULL)
    {
      atlas_form_set_fault_at (form, GTK_WIDGET (entry),
                               _("Give the filter a name, to find it again"));
      return;
    }

  keep_filter (self, name, text);
  gtk_window_destroy (GTK_WINDOW (form));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasReferralChips *self = ATLAS_REFERRAL_CHIPS (widget);
  AtlasForm *form = atlas_form_new (widget, _("Save This Filter"), _("_Save"));
  g_autofree char *described = atlas_referral_chips_describe (self);
  GtkWidget *entry = atlas_form_add_text (form, _("_Name"), described);

  g_object_set_data (G_OBJECT (form), "atlas-name", entry);
  g_signal_connect_object (form, "save", G_CALLBACK (save_form_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (form));
}

static void
forget_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  keep_filter (ATLAS_REFERRAL_CHIPS (widget), g_variant_get_string (parameter, NULL), NULL);
}

static void
atlas_referral_chips_dispose (GObject *object)
{
  AtlasReferralChips *self = ATLAS_REFERRAL_CHIPS (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_referral_chips_parent_class)->dispose (object);
}

static void
atlas_referral_chips_finalize (GObject *object)
{
  atlas_referral_filter_free (ATLAS_REFERRAL_CHIPS (object)->filter);

  G_OBJECT_CLASS (atlas_referral_chips_parent_class)->finalize (object);
}

static void
atlas_referral_chips_class_init (AtlasReferralChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_referral_chips_dispose;
  object_class->finalize = atlas_referral_chips_finalize;

  /**
   * AtlasReferralChips::changed:
   *
   * A person has changed the filter or the order.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ATLAS_TYPE_FLOW);
  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, show_switch);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, filter_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, saved_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, select_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, popover);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, facets);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, sort);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, count);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralChips, shown);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_install_action (widget_class, "chips.toggle", "(is)", toggle_action);
  gtk_widget_class_install_action (widget_class, "chips.switch", "s", switch_action);
  gtk_widget_class_install_action (widget_class, "chips.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "chips.forget", "s", forget_action);
}

static void
atlas_referral_chips_init (AtlasReferralChips *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  self->filter = atlas_referral_filter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_name_drop_down (self->sort, _("Order"));

  self->is_showing = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    gtk_string_list_append (labels, _(orders[i].label));
  gtk_drop_down_set_model (self->sort, G_LIST_MODEL (labels));
  atlas_name_drop_down (self->sort, _("Order"));
  self->is_showing = FALSE;

  g_signal_connect_object (self->popover, "show", G_CALLBACK (popover_show_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (atlas_settings_get_default (), "changed::" KEY_SAVED,
                           G_CALLBACK (fill_saved_menu), self, G_CONNECT_SWAPPED);
  fill_saved_menu (self);
}

void
atlas_referral_chips_set_session (AtlasReferralChips *self,
                                  AtlasSession       *session)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_CHIPS (self));

  g_set_object (&self->session, session);
  fill_saved_menu (self);
}

const AtlasReferralFilter *
atlas_referral_chips_get_filter (AtlasReferralChips *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_CHIPS (self), NULL);

  return self->filter;
}

/**
 * atlas_referral_chips_set_filter:
 * @filter: what narrows the list now
 *
 * Shows a filter, without saying that it was changed.
 */
void
atlas_referral_chips_set_filter (AtlasReferralChips        *self,
                                 const AtlasReferralFilter *filter)
{
  AtlasReferralFilter *copy;

  g_return_if_fail (ATLAS_IS_REFERRAL_CHIPS (self));

  copy = atlas_referral_filter_copy (filter);
  atlas_referral_filter_free (self->filter);
  self->filter = copy;

  self->is_showing = TRUE;
  show_chips (self);
  show_order (self);
  self->is_showing = FALSE;
}

/**
 * atlas_referral_chips_set_shape:
 * @has_room: whether there is room for a board
 * @is_board: whether it is shown
 *
 * Shows what can be chosen beside the filters: list or board, and selecting in a list.
 */
void
atlas_referral_chips_set_shape (AtlasReferralChips *self,
                                gboolean            has_room,
                                gboolean            is_board)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_CHIPS (self));

  gtk_widget_set_visible (self->show_switch, has_room);
  gtk_widget_set_visible (self->select_button, !is_board);
}

/**
 * atlas_referral_chips_set_order:
 * @sort: what orders the list
 * @descending: whether it is turned round
 *
 * Changes the order as a person does here, and says so.
 */
void
atlas_referral_chips_set_order (AtlasReferralChips *self,
                                AtlasReferralSort   sort,
                                gboolean            descending)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_CHIPS (self));

  if (self->filter->sort == sort && self->filter->descending == descending)
    return;

  self->filter->sort = sort;
  self->filter->descending = descending;
  changed (self);
}

/**
 * atlas_referral_chips_set_count:
 * @n_found: referrals found
 * @n_all: referrals there are
 */
void
atlas_referral_chips_set_count (AtlasReferralChips *self,
                                guint               n_found,
                                gint64              n_all)
{
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (ATLAS_IS_REFERRAL_CHIPS (self));

  /* Translators: how many referrals are shown, of how many there are: 7 of 31 */
  text = g_strdup_printf (_("%1$'u of %2$'d"), n_found, (int) n_all);
  spoken = g_strdup_printf (_("%1$u of %2$d referrals"), n_found, (int) n_all);
  gtk_label_set_label (self->count, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->count), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

/**
 * atlas_referral_chips_describe:
 *
 * Returns: (transfer full): the filters in use, "Year 9 and Tier 5"
 */
char *
atlas_referral_chips_describe (AtlasReferralChips *self)
{
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv)           texts = NULL;

  g_return_val_if_fail (ATLAS_IS_REFERRAL_CHIPS (self), NULL);

  if (self->filter->owes_day6)
    g_strv_builder_add (parts, _("Owed Day 6 education"));
  if (self->filter->review_due)
    g_strv_builder_add (parts, _("Review due"));
  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    for (char **at = self->filter->facets[i]; at != NULL && *at != NULL; at++)
      {
        g_autofree char *word = word_value (self, (AtlasReferralFacet) i, *at);

        g_strv_builder_add (parts, word);
      }
  texts = g_strv_builder_end (parts);

  /* Translators: between two filters. */
  return g_strjoinv (_(" and "), texts);
}
