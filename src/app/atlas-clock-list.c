/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-clock-list.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "reports/atlas-clock-words.h"
#include "store/atlas-clock-book.h"

#define FEW  8                  /* in a scope, until all are asked for */
#define MANY 200                /* more than anybody reads */

/**
 * AtlasClockList:
 *
 * The deadlines of one child, or of a part of the county those that are near or have passed. Each
 * row opens on the rule in our words, its source and the days that were counted. With none it is
 * not seen.
 */
struct _AtlasClockList
{
  AdwBin               parent_instance;

  AtlasSession        *session;    /* (nullable): NULL until first use */
  GCancellable        *cancellable;
  char                *of;         /* (nullable): id of the child, or the scope */
  gboolean             is_scope;
  guint                limit;      /* of a scope */
  GPtrArray           *rows;       /* (element-type GtkWidget) (unowned): in the group */
  guint                n_all;

  /* Template */
  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (AtlasClockList, atlas_clock_list, ADW_TYPE_BIN)

typedef enum { SIGNAL_SHOWN } AtlasClockListSignal;
static guint signals[SIGNAL_SHOWN + 1];

/* What the store answers. */
typedef struct {
  GPtrArray *lines;
  guint      n_all;
} Answer;

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->lines, g_ptr_array_unref);
  g_free (answer);
}

static void show (AtlasClockList *self);

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 9);
  gtk_widget_set_margin_bottom (label, 9);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);

  return label;
}

static void
add_text (GtkWidget  *row,
          const char *text)
{
  GtkWidget *inner = adw_preferences_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inner), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inner), make_text (text));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inner);
}

/* Whose it is, where a list holds more than one child's. */
static char *
word_who (const AtlasClockLine *line)
{
  g_autofree char *year = atlas_words_year_group (line->year_group);

  if (line->provision != NULL)
    return g_strdup (line->name);
  if (line->reference == NULL)
    return g_strdup (year);

  /* Translators: reference of a referral, year group, home town. */
  return g_strdup_printf (_("%1$s · %2$s, %3$s"), line->reference, year,
                          line->town != NULL ? line->town : _("town not known"));
}

static char *
route_of (const AtlasClockLine *line)
{
  if (line->reference != NULL)
    return g_strdup_printf ("referral/%s", line->reference);

  return line->provision != NULL ? g_strdup_printf ("provision/%s", line->provision) : NULL;
}

static void
add_open (GtkWidget            *row,
          const AtlasClockLine *line,
          const char           *who)
{
  g_autofree char *route = route_of (line);
  GtkWidget *open;
  g_autofree char *title = NULL;

  if (route == NULL)
    return;

  /* Translators: a reference, or the name of a provision. */
  title = g_strdup_printf (_("Open %s"), who);
  open = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (open), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (open), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (open),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (open), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.go");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "s", route);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), open);
}

/* What stands beside the words, so that colour says nothing alone. */
static GtkWidget *
make_shape (AtlasClockState state)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       "icon-name", state == ATLAS_CLOCK_LATE ? "dialog-warning-symbolic"
                                                              : "alarm-symbolic", NULL);
}

/* A chip that breaks its words where there is no room for them, as with large text. */
static GtkWidget *
make_words (const char *words,
            gboolean    is_near)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "atlas-chip");
  if (is_near)
    gtk_widget_add_css_class (label, "due");

  return label;
}

static GtkWidget *
make_row (AtlasClockList       *self,
          const AtlasClockLine *line)
{
  const AtlasClock *clock = &line->of.clock;
  gboolean is_near = clock->state == ATLAS_CLOCK_DUE || clock->state == ATLAS_CLOCK_LATE;
  g_autofree char *words = atlas_words_clock (clock);
  g_autofree char *owed = atlas_words_clock_line (clock);
  g_autofree char *rule = atlas_words_clock_rule (clock);
  g_autofree char *days = atlas_words_clock_days (clock, line->days);
  const char *unsure = atlas_words_provisional (clock->provisional);
  g_autofree char *who = self->is_scope ? word_who (line) : NULL;
  g_autofree char *title = NULL;
  GtkWidget *row = adw_expander_row_new ();

  /* Translators: what is due, and whose it is. */
  title = who != NULL ? g_strdup_printf (_("%1$s · %2$s"), _(clock->rule->label), who)
                      : g_strdup (_(clock->rule->label));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  atlas_name_expander_row (ADW_EXPANDER_ROW (row));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), owed);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), make_shape (clock->state));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_words (words, is_near));
  add_text (row, rule);
  if (days != NULL)
    add_text (row, days);
  if (unsure != NULL)
    add_text (row, unsure);
  if (who != NULL)
    add_open (row, line, line->provision != NULL || line->reference == NULL ? who
                                                                            : line->reference);

  return row;
}

static void
add_row (AtlasClockList *self,
         GtkWidget      *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (AtlasClockList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_all_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  AtlasClockList *self = ATLAS_CLOCK_LIST (widget);

  self->limit = MANY;
  show (self);
}

static void
add_more (AtlasClockList *self,
          guint           n_more)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (ngettext ("%u more deadline", "%u more deadlines",
                                                      n_more), n_more);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "clocks.show-all");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-down-symbolic"));
  add_row (self, row);
}

static void
clocks_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  Answer *answer = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasClockList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  clear_rows (self);
  self->n_all = answer != NULL ? answer->n_all : 0;
  if (answer == NULL)
    g_warning ("Reading deadlines: %s", error->message);
  for (guint i = 0; answer != NULL && i < answer->lines->len; i++)
    add_row (self, make_row (self, g_ptr_array_index (answer->lines, i)));
  if (self->is_scope && self->limit == FEW && self->n_all > self->rows->len)
    add_more (self, self->n_all - self->rows->len);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
  g_clear_pointer (&answer, answer_free);
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

static void
keep_owed (GPtrArray *lines)
{
  for (guint i = lines->len; i > 0; i--)
    {
      const AtlasClockLine *line = g_ptr_array_index (lines, i - 1);

      if (!atlas_clock_is_owed (&line->of.clock))
        g_ptr_array_remove_index (lines, i - 1);
    }
}

static gpointer
read_child_in_thread (AtlasStore   *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  AtlasAsked *asked = data;
  GPtrArray *lines = atlas_store_read_clocks (store, asked->of, asked->on, error);
  Answer *answer;

  if (lines == NULL)
    return NULL;

  keep_owed (lines);
  answer = g_new0 (Answer, 1);
  answer->lines = lines;
  answer->n_all = lines->len;

  return answer;
}

/* Day 6, reviews and returns have lists of their own on the page that shows this one. */
static gpointer
read_scope_in_thread (AtlasStore *store,
                      AtlasAsked *asked,
                      guint       limit,
                      GError    **error)
{
  static const char * const elsewhere[] = {
    "day6", "return", "referral-review", "placement-review", NULL,
  };
  AtlasClockFilter filter = {
    .scope = asked->of, .states = 1u << ATLAS_CLOCK_DUE | 1u << ATLAS_CLOCK_LATE,
      .without = elsewhere, .limit = limit,
  };
  guint n_all = 0;
  GPtrArray *lines = atlas_store_list_clocks (store, &filter, asked->on, &n_all, error);
  Answer *answer;

  if (lines == NULL)
    return NULL;

  answer = g_new0 (Answer, 1);
  answer->lines = lines;
  answer->n_all = n_all;

  return answer;
}

static gpointer
read_few_in_thread (AtlasStore   *store,
                    gpointer      data,
                    GCancellable *cancellable,
                    GError      **error)
{
  return read_scope_in_thread (store, data, FEW, error);
}

static gpointer
read_many_in_thread (AtlasStore   *store,
                     gpointer      data,
                     GCancellable *cancellable,
                     GError      **error)
{
  return read_scope_in_thread (store, data, MANY, error);
}

static void
show (AtlasClockList *self)
{
  AtlasStoreWork work = read_child_in_thread;

  if (self->is_scope)
    work = self->limit == FEW ? read_few_in_thread : read_many_in_thread;
  atlas_renew_cancellable (&self->cancellable);
  atlas_session_ask_async (self->session, work, self->of, (GDestroyNotify) answer_free,
                           self->cancellable, clocks_read_cb, self);
}

static void
show_of (AtlasClockList *self,
         AtlasSession   *session,
         const char     *of,
         gboolean        is_scope)
{
  /* Somebody else's deadlines are not to be seen here, not even for a moment. */
  if (g_strcmp0 (self->of, of) != 0)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      g_free (self->of);
      self->of = g_strdup (of);
      self->limit = FEW;
    }
  self->is_scope = is_scope;
  g_set_object (&self->session, session);
  show (self);
}

static void
atlas_clock_list_dispose (GObject *object)
{
  AtlasClockList *self = ATLAS_CLOCK_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->of, g_free);

  G_OBJECT_CLASS (atlas_clock_list_parent_class)->dispose (object);
}

static void
atlas_clock_list_class_init (AtlasClockListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_clock_list_dispose;

  /**
   * AtlasClockList::shown:
   *
   * Deadlines were read and are shown.
   */
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", ATLAS_TYPE_CLOCK_LIST, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-clock-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasClockList, group);
  gtk_widget_class_install_action (widget_class, "clocks.show-all", NULL, show_all_action);
}

static void
atlas_clock_list_init (AtlasClockList *self)
{
  self->rows = g_ptr_array_new ();
  self->limit = FEW;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_clock_list_show_child:
 * @session: the store
 * @child: id of a child
 *
 * Reads what somebody still owes a child by a day, and shows it.
 */
void
atlas_clock_list_show_child (AtlasClockList *self,
                             AtlasSession   *session,
                             const char     *child)
{
  g_return_if_fail (ATLAS_IS_CLOCK_LIST (self));

  show_of (self, session, child, FALSE);
}

/**
 * atlas_clock_list_show_scope:
 * @session: the store
 * @scope: as `area/dspl2`
 *
 * Reads the deadlines of a part of the county that are near or have passed, and shows the first.
 */
void
atlas_clock_list_show_scope (AtlasClockList *self,
                             AtlasSession   *session,
                             const char     *scope)
{
  g_return_if_fail (ATLAS_IS_CLOCK_LIST (self));

  show_of (self, session, scope, TRUE);
}

guint
atlas_clock_list_get_n (AtlasClockList *self)
{
  g_return_val_if_fail (ATLAS_IS_CLOCK_LIST (self), 0);

  return self->n_all;
}
