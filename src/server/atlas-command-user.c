/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-accounts.h"
#include "server/atlas-folder.h"
#include "server/atlas-lease.h"
#include "server/atlas-locks.h"
#include "server/atlas-sign-in.h"

#define PASSWORD_LEAST 12
#define PASSWORD_MOST  1024

static gboolean
check_scope (AtlasBackend *backend,
             const char   *scope,
             GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  if (strcmp (scope, ATLAS_SCOPE_COUNTY) == 0)
    return TRUE;
  if (strcmp (scope, ATLAS_SCOPE_OPEN) != 0 && !g_str_has_prefix (scope, ATLAS_SCOPE_USER))
    {
      query = atlas_backend_query (backend, error,
                                   "SELECT 1 FROM record_scope WHERE scope = ?1 LIMIT 1", "t",
                                   scope);
      if (query == NULL)
        return FALSE;
      step = atlas_rows_step (query, error);
      if (step != ATLAS_STEP_DONE)
        return step == ATLAS_STEP_ROW;
    }

  /* Translators: %s is a scope, as area/dspl2. */
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("This county has no scope “%s”."),
               scope);
  return FALSE;
}

static gboolean
check_role (const char *role,
            GError    **error)
{
  g_autofree char *names = NULL;

  if (atlas_roles_exist (role))
    return TRUE;

  names = atlas_roles_names ();
  /* Translators: the first %s is a word, the second a list of words. */
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
               _("There is no role “%s”; there are: %s."), role, names);
  return FALSE;
}

/* The first line of standard input, without its end. */
static char *
read_password (GError **error)
{
  char line[PASSWORD_MOST + 2];

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\r\n")] = '\0';

  if (strlen (line) < PASSWORD_LEAST)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   _("A password has at least %d characters."),
                   PASSWORD_LEAST);
      return NULL;
    }

  return g_strdup (line);
}

typedef struct {
  const char *name;
  GStrv       roles;
  GStrv       scopes;
  char       *password;
  gboolean    wants_code;
  char       *user;
  char       *code;
} UserAdd;

static gboolean
add_user (AtlasBackend *backend,
          gpointer      data,
          GError      **error)
{
  UserAdd *add = data;
  g_autoptr(AtlasGrants) grants = atlas_grants_new (NULL, 0);

  for (gsize i = 0; add->roles[i] != NULL; i++)
    {
      if (!check_role (add->roles[i], error) || !check_scope (backend, add->scopes[i], error))
        return FALSE;
      atlas_grants_add (grants, add->scopes[i], add->roles[i]);
    }

  if (!atlas_accounts_add_user (backend, add->name, grants, &add->user, error))
    return FALSE;
  if (add->password != NULL &&
      !atlas_accounts_set_password (backend, add->user, add->password, error))
    return FALSE;
  if (add->wants_code)
    add->code = atlas_accounts_make_code (backend, add->user, error);

  return !add->wants_code || add->code != NULL;
}

static void
print_user (UserAdd    *add,
            const char *format)
{
  if (atlas_command_is_json (format))
    {
      g_autoptr(json_t) object = json_pack ("{s:s, s:s*}", "user", add->user, "enrol_code",
                                            add->code);

      atlas_command_print (object);
      return;
    }

  /* Translators: %s is a user's name. */
  g_print (_("Added %s.\n"), add->name);
  if (add->code != NULL)
    /* Translators: %s is a code such as K7QF-3M9T. */
    g_print (_("Enrolment code, good once and for seven days: %s\n"), add->code);
}

static AtlasExit
user_add (int    argc,
          char **argv)
{
  g_auto(GStrv)       roles = NULL;
  g_auto(GStrv)       scopes = NULL;
  g_autofree char *format = NULL;
  gboolean wants_code = FALSE;
  gboolean wants_password = FALSE;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &roles, N_("a role; once for each scope"),
      N_("ROLE") },
    { "scope", 0, 0, G_OPTION_ARG_STRING_ARRAY, &scopes, N_("where the role holds"), N_("SCOPE") },
    { "enrol-code", 0, 0, G_OPTION_ARG_NONE, &wants_code, N_("make a code for the user's laptop"),
      NULL },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &wants_password,
      N_("read a password from standard input"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr(GError)   error = NULL;
  UserAdd add = { NULL };
  AtlasExit code;

  if (!atlas_command_parse ("DIR NAME", _("Adds a user."), entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (roles == NULL || scopes == NULL || g_strv_length (roles) != g_strv_length (scopes))
    return atlas_command_usage (_("Each --role needs its --scope."));
  if (wants_password && (add.password = read_password (&error)) == NULL)
    return atlas_command_fail (error);

  add.name = argv[2];
  add.roles = roles;
  add.scopes = scopes;
  add.wants_code = wants_code || !wants_password;
  code = atlas_command_in_transaction (argv[1], add_user, &add);
  if (code == ATLAS_EXIT_DONE)
    print_user (&add, format);

  g_free (add.password);
  g_free (add.user);
  g_free (add.code);
  return code;
}

typedef struct {
  const char *name;
  const char *scope;
  const char *role;
  gboolean    adds;
  char       *code;
} GrantEdit;

static gboolean
make_code (AtlasBackend *backend,
           gpointer      data,
           GError      **error)
{
  GrantEdit *edit = data;
  g_autofree char *user = NULL;

  if (!atlas_command_find_user (backend, edit->name, &user, error))
    return FALSE;

  edit->code = atlas_accounts_make_code (backend, user, error);
  return edit->code != NULL;
}

static AtlasExit
user_code (int    argc,
           char **argv)
{
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  GrantEdit edit = { NULL };
  AtlasExit code;
  g_autoptr(json_t)   object = NULL;

  if (!atlas_command_parse ("DIR NAME", _("Makes a code with which a user enrols one more laptop."),
                            entries, 2,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;

  edit.name = argv[2];
  code = atlas_command_in_transaction (argv[1], make_code, &edit);
  if (code == ATLAS_EXIT_DONE && atlas_command_is_json (format))
    {
      object = json_pack ("{s:s}", "enrol_code", edit.code);
      atlas_command_print (object);
    }
  else if (code == ATLAS_EXIT_DONE)
    {
      g_print ("%s\n", edit.code);
    }

  g_free (edit.code);
  return code;
}

typedef struct {
  const char *name;
  char       *password;         /* (nullable): the new one */
  gboolean    is_disabled;
} UserEdit;

static gboolean
edit_password (AtlasBackend *backend,
               gpointer      data,
               GError      **error)
{
  UserEdit *edit = data;
  g_autofree char *user = NULL;

  return atlas_command_find_user (backend, edit->name, &user, error) &&
         atlas_accounts_set_password (backend, user, edit->password, error) &&
         atlas_sign_in_forgive (backend, edit->name, error);
}

static AtlasExit
user_password (int    argc,
               char **argv)
{
  gboolean from_stdin = FALSE;
  const GOptionEntry entries[] = {
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &from_stdin,
      N_("read the new password from standard input"), NULL },
    { NULL },
  };
  g_autoptr(GError) error = NULL;
  UserEdit edit = { NULL };
  AtlasExit code;

  if (!atlas_command_parse ("DIR NAME",
                            _("Gives a user a new password; laptops that are enrolled go on."),
                            entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (!from_stdin)
    return atlas_command_usage (_("A password is read with --password-stdin only: what is typed "
                                  "in a command can be seen by others."));

  edit.name = argv[2];
  edit.password = read_password (&error);
  if (edit.password == NULL)
    return atlas_command_fail (error);

  code = atlas_command_in_transaction (argv[1], edit_password, &edit);
  sodium_memzero (edit.password, strlen (edit.password));
  g_free (edit.password);
  return code;
}

static gboolean
edit_disabled (AtlasBackend *backend,
               gpointer      data,
               GError      **error)
{
  UserEdit *edit = data;
  g_autofree char *user = NULL;

  return atlas_command_find_user (backend, edit->name, &user, error) &&
         atlas_accounts_set_disabled (backend, user, edit->is_disabled, error);
}

static AtlasExit
user_disabled (int      argc,
               char   **argv,
               gboolean is_disabled)
{
  const GOptionEntry entries[] = { { NULL } };
  UserEdit edit = { NULL, NULL, is_disabled };

  if (!atlas_command_parse ("DIR NAME", is_disabled
                            ? _("Shuts a user out: no laptop of theirs may do anything.")
                            : _("Lets a user in again."), entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  edit.name = argv[2];
  return atlas_command_in_transaction (argv[1], edit_disabled, &edit);
}

static gboolean
edit_grant (AtlasBackend *backend,
            gpointer      data,
            GError      **error)
{
  GrantEdit *edit = data;
  g_autofree char *user = NULL;
  g_autoptr(AtlasGrants) grants = NULL;

  if (!atlas_command_find_user (backend, edit->name, &user, error) ||
      !atlas_lock_account (backend, user, TRUE, error) ||
      (grants = atlas_grants_load (backend, user, -1, error)) == NULL)
    return FALSE;

  if (edit->adds)
    {
      if (!check_role (edit->role, error) || !check_scope (backend, edit->scope, error))
        return FALSE;
      atlas_grants_add (grants, edit->scope, edit->role);
    }
  else if (edit->scope == NULL)
    {
      g_ptr_array_set_size (grants->items, 0);
    }
  else if (!atlas_grants_remove (grants, edit->scope, edit->role))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           _("The user does not have that grant."));
      return FALSE;
    }

  return atlas_grants_save (grants, backend, error) &&
         atlas_accounts_publish_user (backend, user, error);
}

static AtlasExit
grant_edit (int      argc,
            char   **argv,
            gboolean adds)
{
  g_autofree char *role = NULL;
  g_autofree char *scope = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &role, N_("a role"), N_("ROLE") },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &scope, N_("where the role holds"), N_("SCOPE") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("take every grant"), NULL },
    { NULL },
  };
  GrantEdit edit = { NULL };

  if (!atlas_command_parse ("DIR NAME", adds ? _("Gives a user a role in a scope.")
                                             : _("Takes a scope from a user."), entries, 2, &argc,
                            &argv))
    return ATLAS_EXIT_USAGE;
  if (all ? adds || scope != NULL || role != NULL : scope == NULL || (adds && role == NULL))
    return atlas_command_usage (_("A --scope is needed, and a --role to add one; or --all alone to "
                                  "take everything from a user."));

  edit.name = argv[2];
  edit.scope = scope;
  edit.role = role;
  edit.adds = adds;
  return atlas_command_in_transaction (argv[1], edit_grant, &edit);
}

typedef struct {
  const char *id;
  const char *state;
  gboolean    push_first;
} DeviceEdit;

static gboolean
edit_device (AtlasBackend *backend,
             gpointer      data,
             GError      **error)
{
  DeviceEdit *edit = data;
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;
  gboolean is_wiped;

  if (!atlas_lock_device (backend, edit->id, error))
    return FALSE;

  query = atlas_backend_query (backend, error, "SELECT state FROM device WHERE id = ?1", "u",
                               edit->id);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_DONE)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("There is no laptop %s."), edit->id);
  if (step != ATLAS_STEP_ROW)
    return FALSE;

  is_wiped = g_strcmp0 (atlas_rows_text (query, 0), "wiped") == 0;
  g_clear_pointer (&query, atlas_rows_free);
  if (is_wiped)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                   _("The laptop %s has wiped itself. To be used again it enrols again."),
                   edit->id);
      return FALSE;
    }

  return strcmp (edit->state, "wipe") == 0
         ? atlas_accounts_order_wipe (backend, edit->id, edit->push_first, error)
         : atlas_accounts_set_device_state (backend, edit->id, edit->state, NULL, error);
}

static AtlasExit
device_edit (int         argc,
             char      **argv,
             const char *state)
{
  const GOptionEntry entries[] = { { NULL } };
  DeviceEdit edit = { NULL, state };

  if (!atlas_command_parse ("DIR DEVICE",
                            _("Changes what a laptop may do from its next request on."), entries, 2,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;

  edit.id = argv[2];
  return atlas_command_in_transaction (argv[1], edit_device, &edit);
}

static AtlasExit
device_wipe (int    argc,
             char **argv)
{
  gboolean push_first = FALSE;
  const GOptionEntry entries[] = {
    { "push-first", 0, 0, G_OPTION_ARG_NONE, &push_first,
      N_("first take what it has not sent yet, and set it aside"), NULL },
    { NULL },
  };
  DeviceEdit edit = { NULL, "wipe" };

  if (!atlas_command_parse ("DIR DEVICE",
                            _("Tells a laptop, at its next contact, to destroy what it holds."),
                            entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  edit.id = argv[2];
  edit.push_first = push_first;
  return atlas_command_in_transaction (argv[1], edit_device, &edit);
}

static json_t *
user_row (AtlasRows *query)
{
  g_autofree char *id = atlas_rows_id (query, 0);

  return json_pack ("{s:s, s:s, s:b, s:b}", "user", id, "name", atlas_rows_text (query, 1),
                    "password", atlas_rows_int (query, 2) != 0,
                    "disabled", atlas_rows_int (query, 3) != 0);
}

static json_t *
grant_row (AtlasRows *query)
{
  return json_pack ("{s:s, s:s, s:s}", "name", atlas_rows_text (query, 0), "scope",
                    atlas_rows_text (query, 1),
                    "role", atlas_rows_text (query, 2));
}

static json_t *
device_row (AtlasRows *query)
{
  g_autofree char *id = atlas_rows_id (query, 0);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:I}", "device", id, "prefix",
                    atlas_rows_text (query, 1),
                    "name", atlas_rows_text (query, 2), "user", atlas_rows_text (query, 3),
                    "state", atlas_rows_text (query, 4), "last_n",
                    (json_int_t) atlas_rows_int (query, 5));
}

AtlasExit
atlas_command_user (int    argc,
                    char **argv)
{
  static const char list[] = "SELECT id, name, CASE WHEN password IS NULL THEN 0 ELSE 1 END, "
                             "is_disabled FROM account ORDER BY name, id";

  if (atlas_command_is_verb (argc, argv, "add"))
    return user_add (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "code"))
    return user_code (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "password"))
    return user_password (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "otp"))
    return atlas_command_user_otp (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "oidc"))
    return atlas_command_user_oidc (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "disable"))
    return user_disabled (argc - 1, argv + 1, TRUE);
  if (atlas_command_is_verb (argc, argv, "enable"))
    return user_disabled (argc - 1, argv + 1, FALSE);
  if (atlas_command_is_verb (argc, argv, "list"))
    return atlas_command_list_rows (argc - 1, argv + 1, "users", list, user_row);

  return atlas_command_usage (_("Say user add, code, password, otp, oidc, disable, enable or "
                                "list."));
}

AtlasExit
atlas_command_grant (int    argc,
                     char **argv)
{
  static const char list[] = "SELECT account.name, account_grant.scope, account_grant.role "
                             "FROM account JOIN account_grant "
                             "ON account_grant.account = account.id "
                             "AND account_grant.version = account.grants_version "
                             "ORDER BY account.name, account_grant.scope, account_grant.role";

  if (atlas_command_is_verb (argc, argv, "add"))
    return grant_edit (argc - 1, argv + 1, TRUE);
  if (atlas_command_is_verb (argc, argv, "remove"))
    return grant_edit (argc - 1, argv + 1, FALSE);
  if (atlas_command_is_verb (argc, argv, "list"))
    return atlas_command_list_rows (argc - 1, argv + 1, "grants", list, grant_row);

  return atlas_command_usage (_("Say grant list, grant add or grant remove."));
}

AtlasExit
atlas_command_device (int    argc,
                      char **argv)
{
  static const char list[] = "SELECT device.id, device.prefix, device.name, account.name, "
                             "device.state, device.last_n FROM device "
                             "JOIN account ON account.id = device.account "
                             "ORDER BY device.prefix, device.id";

  if (atlas_command_is_verb (argc, argv, "lock"))
    return device_edit (argc - 1, argv + 1, "locked");
  if (atlas_command_is_verb (argc, argv, "unlock"))
    return device_edit (argc - 1, argv + 1, "active");
  if (atlas_command_is_verb (argc, argv, "wipe"))
    return device_wipe (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "revoke"))
    return device_edit (argc - 1, argv + 1, "signed-out");
  if (atlas_command_is_verb (argc, argv, "list"))
    return atlas_command_list_rows (argc - 1, argv + 1, "devices", list, device_row);

  return atlas_command_usage (_("Say device list, device lock, device unlock, device revoke or "
                                "device wipe."));
}

typedef struct {
  const char *role;
  gint64      days;
} LeaseEdit;

static gboolean
edit_lease (AtlasBackend *backend,
            gpointer      data,
            GError      **error)
{
  LeaseEdit *edit = data;

  return check_role (edit->role, error) &&
         atlas_lease_set (backend, edit->role, edit->days, error);
}

static json_t *
lease_row (AtlasRows *query)
{
  return json_pack ("{s:s, s:I}", "role", atlas_rows_text (query, 0), "days",
                    (json_int_t) atlas_rows_int (query, 1));
}

static AtlasExit
lease_set (int    argc,
           char **argv)
{
  g_autofree char *role = NULL;
  int days = 0;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &role, N_("a role"), N_("ROLE") },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, N_("for how long, from 1 to 400 days"), N_("DAYS") },
    { NULL },
  };
  LeaseEdit edit = { NULL };

  if (!atlas_command_parse ("DIR",
                            _("Sets for how long laptops of a role may be opened without having "
                              "been in contact."), entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (role == NULL || days < 1 || days > ATLAS_LEASE_DAYS_MAX)
    return atlas_command_usage (_("A --role is needed, and --days from 1 to 400."));

  edit.role = role;
  edit.days = days;
  return atlas_command_in_transaction (argv[1], edit_lease, &edit);
}

AtlasExit
atlas_command_lease (int    argc,
                     char **argv)
{
  if (atlas_command_is_verb (argc, argv, "set"))
    return lease_set (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "list"))
    return atlas_command_list_rows (argc - 1, argv + 1, "leases",
                                    "SELECT role, days FROM lease ORDER BY role", lease_row);

  return atlas_command_usage (_("Say lease list or lease set."));
}
