//! What a user is promised on the command line, line by line, and the test that holds it.

#![allow(clippy::unwrap_used)]

use std::path::Path;

/// The promise, and where it is tested: file and function.
const PROMISES: &[(&str, &str)] = &[
    // Commands.
    ("index reads what is new or changed, and makes the index", "session_index::only_what_changed_is_read_again"),
    ("index - reads articles from a pipe", "session_index::articles_come_from_a_pipe"),
    ("index --files-from reads a list, with -0 too", "session_index::a_list_of_files_can_be_given"),
    ("search gives ranked articles with snippets", "session_search::search_shows_title_day_path_and_passages"),
    ("said gives ranked statements", "session_search::a_journalist_asks_whether_she_said_it_before"),
    ("show gives one article, with reasons", "session_search::show_explains_itself"),
    ("show gives several articles", "session_commands::several_ids_are_shown_one_after_the_other"),
    ("extract gives records without an index", "records::keys_have_their_order"),
    ("top counts values in what matches", "session_search::top_counts_values"),
    ("timeline counts by time, with shares", "session_commands::timeline_shows_when_with_shares"),
    ("count gives the number alone", "session_search::every_clause_selects"),
    ("status tells what the index holds", "session_search::status_names_what_was_skipped"),
    ("check finds damage and says what mends it", "session_commands::check_finds_a_changed_byte"),
    (
        "forget keeps articles out, --undo lets them in",
        "session_commands::forgotten_articles_stay_out_until_they_are_let_in_again",
    ),
    ("compact merges and drops what was deleted", "session_commands::compact_makes_one_segment_and_changes_no_answer"),
    ("completions and man are generated", "session_search::completions_and_manual_pages_are_generated"),
    ("completions know fields and values", "session_commands::completions_know_fields_and_values"),
    // Clusters.
    ("an index in a cluster answers like one in a folder", "cluster::both_engines_answer_alike"),
    (
        "a password comes from a file, the environment or netrc",
        "cluster_errors::a_password_is_asked_for_checked_and_never_shown",
    ),
    ("--ca-file names whom to trust", "cluster_errors::certificates_are_checked"),
    (
        "--insecure-http allows what is read on the way",
        "cluster_errors::hosts_and_engines_that_cannot_be_used_are_named",
    ),
    // The query language.
    (
        "words are AND-ed; a hint says what most finds",
        "session_search::nothing_found_is_exit_1_with_a_hint_what_looser_would_find",
    ),
    ("OR, NOT, brackets, fields", "session_search::every_clause_selects"),
    ("phrases near each other", "session_query::words_near_each_other_stand_in_any_order"),
    (
        "stars, similar and exact forms, regular expressions",
        "session_query::words_are_found_in_every_form_and_patterns_in_theirs",
    ),
    ("apostrophes, hyphens, points", "session_query::apostrophes_hyphens_and_points_are_as_people_expect"),
    ("every script and language", "session_query::every_script_is_searched_in_its_own_way"),
    ("help fields and help query", "session_commands::help_has_the_fields_and_the_language"),
    ("date expressions, mentions: by overlap, said( … )", "session_query::dates_may_be_said_in_many_ways"),
    ("flags are sugar for clauses; --explain", "session_search::flags_are_sugar_for_clauses"),
    ("--explain shows scores", "session_query::explain_shows_query_and_scores"),
    ("--explain shows folded names", "session_search::a_family_name_alone_means_who_nearly_always_bears_it"),
    ("a name without quotation marks gives a note", "session_search::a_name_without_quotes_gives_a_note"),
    ("-word needs -- or NOT, and the error says so", "session_commands::a_word_with_a_hyphen_is_no_flag"),
    ("names match whole words of any form", "session_search::two_people_with_one_family_name_stay_apart"),
    ("errors point at the spot, with a hint", "session_search::errors_point_at_the_spot"),
    ("a query without hits offers what the index has", "session_query::nothing_found_tells_what_the_index_has"),
    // Flags.
    ("-n, --offset, --sort", "session_search::pages_of_hits_follow_each_other"),
    ("-C, context", "session_commands::context_shows_the_sentences_around"),
    ("--format and --fields", "session_commands::tables_are_for_other_programs"),
    ("--json, -l, -0, -c, -q", "session_search::scripts_get_json_ids_and_paths"),
    ("--color, NO_COLOR and CLICOLOR_FORCE", "session_search::colour_is_for_terminals_or_when_asked_for"),
    ("--hyperlink", "session_commands::paths_are_links_where_asked_for"),
    ("--statements", "session_commands::timeline_shows_when_with_shares"),
    ("--min-confidence", "session_search::flags_are_sugar_for_clauses"),
    ("--sample and --seed", "session_commands::samples_are_the_same_for_the_same_seed"),
    ("--batch with query and rank", "session_search::a_batch_runs_many_queries"),
    ("--batch for tables", "session_commands::batches_of_tables_carry_their_query"),
    ("-j changes nothing but the time", "session_index::threads_change_nothing"),
    ("--strict ends at the first skip", "session_index::skips_are_named_counted_and_remembered"),
    ("--dry-run, --prune, --force", "session_index::what_is_gone_is_removed_when_asked_for"),
    ("--input-format and --map", "formats::keys_and_formats_can_be_named"),
    ("--hidden, and the index's own folder", "session_index::its_own_folder_and_hidden_files_are_not_read"),
    ("--wait, and who holds the lock", "session_index::a_second_writer_is_refused"),
    ("--rebuild", "session_index::an_index_of_another_version_is_refused_and_rebuilt"),
    ("the settings file", "session_index::settings_are_read_and_misspellings_told"),
    ("where the index is", "session_index::an_index_beside_its_archive_can_be_moved"),
    (
        "--index, ONRECORD_INDEX, a parent, XDG_DATA_HOME; a search makes none",
        "session_environment::the_index_is_found_where_it_is_expected",
    ),
    ("XDG_CONFIG_HOME", "session_environment::settings_of_the_user_stand_behind_those_of_the_index"),
    ("--include and --exclude", "session_environment::globs_choose_what_is_read"),
    ("--follow", "session_environment::links_are_followed_only_when_asked_for"),
    ("--progress json", "session_environment::progress_is_for_programs_too"),
    ("--memory", "session_environment::memory_changes_nothing_but_the_time"),
    ("--report", "session_environment::skips_are_listed_in_a_report"),
    ("--snippets", "session_environment::an_article_has_as_many_snippets_as_asked_for"),
    ("times in UTC, days as published", "session_environment::times_are_in_utc_and_days_as_published"),
    ("PAGER and COLUMNS", "session_environment::a_person_reads_through_the_pager_in_the_width_of_the_terminal"),
    ("a second signal stops at once", "session_environment::a_second_signal_stops_at_once"),
    ("--match most and any", "session_search::nothing_found_is_exit_1_with_a_hint_what_looser_would_find"),
    (
        "names in every script, on narrow terminals",
        "session_commands::narrow_terminals_and_other_scripts_are_shown_whole",
    ),
    ("show PATH:LINE, as results show it", "session_commands::articles_are_found_by_the_place_that_results_show"),
    ("an index on a read-only disk", "session_commands::an_index_on_a_read_only_disk_is_searched"),
    // Exit codes.
    ("1: no hit, no such id", "session_search::show_explains_itself"),
    ("2: usage, query", "session_search::usage_errors_are_exit_2"),
    ("3: finished with skips", "session_index::skips_are_named_counted_and_remembered"),
    ("4: no index", "session_search::without_an_index_there_is_exit_4"),
    ("4: damaged", "session_index::a_damaged_index_is_refused"),
    ("75: another writer", "session_index::a_second_writer_is_refused"),
    ("130, 143: interrupted after a commit", "session_index::a_pipe_that_pauses_can_be_searched_and_stopped"),
    ("a closed pipe is no error", "session_search::a_closed_pipe_ends_quietly"),
    // The record.
    ("keys in fixed order, v first", "records::keys_have_their_order"),
    ("offsets are bytes that slice the text", "records::every_span_of_the_samples_slices_its_text"),
    ("sha256 is of the source's bytes", "records::the_digest_is_the_one_of_the_source"),
    ("records and hits are what the schema says", "recipes::output_is_what_the_schema_says"),
];

#[test]
fn every_promise_has_its_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for (promise, place) in PROMISES {
        let (file, function) = place.split_once("::").unwrap();
        let text = std::fs::read_to_string(folder.join(format!("{file}.rs"))).unwrap();
        assert!(text.contains(&format!("#[test]\nfn {function}()")), "{promise}: there is no test {place}");
    }
}
