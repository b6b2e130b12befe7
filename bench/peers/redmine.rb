# Fills an empty Redmine with the reference data; run by `rails runner redmine.rb reference.json`.
require 'json'

facts = JSON.parse(File.read(ARGV.fetch(0)))
now = Time.now.utc
Redmine::DefaultData::Loader.load('en')
Setting.login_required = '1'
Setting.default_language = 'en'
Setting.per_page_options = '25,50,100'
Setting.notified_events = [] # no mail is rendered; ours tells its people within the request

def number_on(table)
  connection = ActiveRecord::Base.connection
  connection.reset_pk_sequence!(table) if connection.respond_to?(:reset_pk_sequence!)
end

def put(model, rows)
  rows.each_slice(500) { |part| model.insert_all!(part) }
  number_on(model.table_name)
end

# Rows keep our numbers; people come after those whom Redmine makes itself.
person = ->(id) { id + 1000 }
salt = SecureRandom.hex(16)
secret = User.hash_password("#{salt}#{User.hash_password(facts['password'])}")
put(User, facts['people'].map { |id, login, name|
  first, last = name.split(' ', 2)
  { id: person[id], login: login, firstname: first, lastname: last, type: 'User', status: 1,
    language: 'en', salt: salt, hashed_password: secret, mail_notification: 'none',
    passwd_changed_on: now, created_on: now, updated_on: now }
})
put(EmailAddress, facts['people'].map { |id, login, _name|
  { user_id: person[id], address: "#{login}@example.org", is_default: true, notify: false,
    created_on: now, updated_on: now }
})

role = Role.find_by!(name: 'Developer')
role.add_permission!(:import_issues)
tracker = Tracker.find_by!(name: 'Support')
facts['programmes'].each do |id, code, title|
  project = Project.new(name: title, identifier: code.downcase, is_public: false)
  project.id = id
  project.enabled_module_names = ['issue_tracking']
  project.trackers = [tracker]
  project.save!
end
number_on('projects')
members = facts['programmes'].flat_map { |id, *| facts['members'].map { |user| [id, user] } }
put(Member, members.map { |project, user|
  { project_id: project, user_id: person[user], created_on: now, mail_notification: false }
})
put(MemberRole, Member.pluck(:id).map { |id| { member_id: id, role_id: role.id } })

states = { 'assigned' => 'New', 'accepted' => 'New', 'in_progress' => 'In Progress',
           'completed' => 'Closed' }.transform_values { |name| IssueStatus.find_by!(name: name).id }
priority = IssuePriority.default&.id || IssuePriority.active.first.id
put(Issue, facts['tasks'].map { |task|
  { id: task['id'], root_id: task['id'], lft: 1, rgt: 2, tracker_id: tracker.id,
    project_id: task['project'], subject: task['subject'], description: task['description'],
    status_id: states.fetch(task['state']), priority_id: priority, author_id: person[task['author']],
    assigned_to_id: person[task['assignee']], start_date: task['start'], due_date: task['due'],
    done_ratio: task['done'], closed_on: task['closed'], created_on: task['start'], updated_on: now }
})

# The table is empty: journals count from one.
put(Journal, facts['updates_of_tasks'].each_with_index.map { |(task, by, at, words, _percent), n|
  { id: n + 1, journalized_id: task, journalized_type: 'Issue', user_id: person[by],
    notes: words, created_on: at, private_notes: false }
})
put(JournalDetail, facts['updates_of_tasks'].each_with_index.map { |(_task, _by, _at, _words, percent), n|
  { journal_id: n + 1, property: 'attr', prop_key: 'done_ratio',
    old_value: [percent - 10, 0].max.to_s, value: percent.to_s }
})
Issue.connection.execute('ANALYZE')
puts({ tracker: tracker.id, issues: Issue.count, journals: Journal.count }.to_json)
