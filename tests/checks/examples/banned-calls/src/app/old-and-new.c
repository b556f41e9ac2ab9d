/* SPDX-License-Identifier: GPL-3.0-or-later */
gtk_widget_show (widget);
gtk_show_uri (window, uri, 0);
gtk_file_chooser_native_new (title, window, action, accept, cancel);
gtk_file_dialog_new ();
gtk_dialog_new ();
adw_message_dialog_new (window, heading, body);
gtk_info_bar_new ();
adw_about_window_new ();
gtk_accessible_announce (accessible, message, priority);
GTK_CHECK_VERSION (4, 10, 0);
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
adw_leaflet_new ();
adw_squeezer_new ();
adw_banner_new (title);
AdwSwitchRow *row;
gtk_tree_view_new ();
gtk_widget_get_allocation (widget, &allocation);
gtk_widget_get_style_context (widget);
adw_action_row_set_icon_name (row, name);
gtk_list_view_scroll_to (view, 0, flags, info);
g_set_str (&text, other);
g_main_context_iteration (NULL, TRUE);
g_error ("died");
json_parser_new ();
strcpy (a, b);
gint number;
g_task_run_in_thread (task, run_in_thread);
g_thread_pool_push (pool, job, NULL);
g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
/* gtk_dialog_new () in a comment, and "gint" in text, may stand. */
