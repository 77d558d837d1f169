// What each route does: a request in, an answer or a refusal out. The list is in routes.cpp. Any
// thread. A failed place throws; the edge turns that into a problem.
#pragma once

#include "api/http/message.h"
#include "api/http/service.h"

namespace zhucun::http {

// book_handlers.cpp
Result<Response> read_book(Service& service, const Request& request);
Result<Response> is_live(Service& service, const Request& request);
Result<Response> is_ready(Service& service, const Request& request);
Result<Response> read_metrics(Service& service, const Request& request);
Result<Response> read_schema(Service& service, const Request& request);
Result<Response> read_openapi(Service& service, const Request& request);

// report_handlers.cpp
Result<Response> list_reports(Service& service, const Request& request);
Result<Response> read_report(Service& service, const Request& request);
Result<Response> explain_figure(Service& service, const Request& request);

// event_handlers.cpp
Result<Response> read_events(Service& service, const Request& request);
Result<Response> read_event(Service& service, const Request& request);
Result<Response> read_subject(Service& service, const Request& request);
Result<Response> submit_events(Service& service, const Request& request);
Result<Response> submit_lines(Service& service, const Request& request);

// Who acts on a book without accounts: the header Zhucun-Actor.
Result<std::string> named_actor(const Request& request);

// import_handlers.cpp
Result<Response> put_upload(Service& service, const Request& request);
Result<Response> begin_import(Service& service, const Request& request);
Result<Response> list_imports(Service& service, const Request& request);
Result<Response> read_import(Service& service, const Request& request);
Result<Response> read_import_rows(Service& service, const Request& request);
Result<Response> answer_import(Service& service, const Request& request);
Result<Response> confirm_import(Service& service, const Request& request);
Result<Response> cancel_import(Service& service, const Request& request);
Result<Response> undo_import(Service& service, const Request& request);
Result<Response> read_error_copy(Service& service, const Request& request);
Result<Response> list_workbooks(Service& service, const Request& request);
Result<Response> read_workbook(Service& service, const Request& request);
Result<Response> read_county_workbooks(Service& service, const Request& request);

// statement_handlers.cpp
Result<Response> read_statement(Service& service, const Request& request);

// Payouts.
Result<Response> list_bank_profiles(Service& service, const Request& request);
Result<Response> read_bank_file(Service& service, const Request& request);

// account_handlers.cpp
Result<Response> read_session(Service& service, const Request& request);
Result<Response> sign_in(Service& service, const Request& request);
Result<Response> sign_out(Service& service, const Request& request);
Result<Response> change_password(Service& service, const Request& request);
Result<Response> step_up(Service& service, const Request& request);
Result<Response> list_sessions(Service& service, const Request& request);
Result<Response> revoke_session(Service& service, const Request& request);
Result<Response> list_keys(Service& service, const Request& request);
Result<Response> make_key(Service& service, const Request& request);
Result<Response> revoke_key(Service& service, const Request& request);
Result<Response> hold_ceremony(Service& service, const Request& request);
Result<Response> list_accounts(Service& service, const Request& request);
Result<Response> issue_one_time_password(Service& service, const Request& request);

// people_handlers.cpp
Result<Response> read_person(Service& service, const Request& request);
Result<Response> unmask_person(Service& service, const Request& request);
Result<Response> read_access(Service& service, const Request& request);
Result<Response> put_attachment(Service& service, const Request& request);
Result<Response> read_attachment(Service& service, const Request& request);
Result<Response> read_health(Service& service, const Request& request);

// policy_handlers.cpp
Result<Response> read_divisions(Service& service, const Request& request);
Result<Response> read_policy(Service& service, const Request& request);

}  // namespace zhucun::http
