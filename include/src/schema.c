#include "junheng/schema.h"

#include "junheng/text.h"

#include <stddef.h>

/* Columns in the order files are written. Ranges: counts are >= 0, a pupil count over 1,000,000 is an error. */

#define COUNT_MAX 1e6
#define MONEY_MAX 1e12
#define END \
  { NULL, NULL }
#define SPEC(table, zh, is_optional, columns, text) \
  { table, zh, is_optional, columns, (int32_t)(sizeof(columns) / sizeof((columns)[0])), text }

static const jh_choice areas[] = {{"urban", "城区"}, {"town", "镇区"}, {"rural", "乡村"}, END};
static const jh_choice kinds[] = {{"school", "学校"}, {"point", "教学点"}, END};
static const jh_choice statuses[] = {{"open", "在办"}, {"closed", "停办"}, {"proposed", "拟建"}, END};
static const jh_choice stages[] = {{"primary", "小学"}, {"junior", "初中"}, END};
static const jh_choice sexes[] = {{"male", "男"}, {"female", "女"}, END};
static const jh_choice modes[] = {{"walk", "步行"}, {"bus", "乘车"}, {"board", "寄宿"}, END};
static const jh_choice categories[] = {{"large", "大班额"}, {"super", "超大班额"}, END};
static const jh_choice clearings[] = {
    {"split", "分班"}, {"move", "分流"}, {"new_school", "新建学校"}, {"graduate", "毕业"}, END};
static const jh_choice clearing_statuses[] = {{"open", "未销号"}, {"cleared", "已销号"}, {"undone", "反弹"}, END};
static const jh_choice decisions[] = {{"keep", "保留"},
                                      {"merge", "撤并"},
                                      {"new", "新建"},
                                      {"restore", "恢复"},
                                      {"stay_closed", "保持停办"},
                                      {"not_built", "不建"},
                                      END};

static const jh_column schools[] = {
    {"school_id", "学校编号", JH_KEY, true, NULL, 0, 0, NULL, NULL, NULL, "key of the school", "学校的唯一编号"},
    {"name", "学校名称", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "name", "名称"},
    {"town", "乡镇", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "township or subdistrict", "乡镇或街道"},
    {"area", "城乡", JH_CHOICE, true, NULL, 0, 0, areas, NULL, NULL,
     "rotation sends from urban, town and quality schools to rural ones", "城区、镇区和优质学校向乡村学校交流"},
    {"kind", "类别", JH_CHOICE, false, "school", 0, 0, kinds, NULL, NULL,
     "a teaching point is a small site, usually grades 1-3 or 1-4", "教学点一般为 1-3 或 1-4 年级"},
    {"first_grade", "起始年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "lowest grade taught", "最低年级"},
    {"last_grade", "终止年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "highest grade taught", "最高年级"},
    {"quality", "优质学校", JH_YES_NO, false, "0", 0, 0, NULL, NULL, NULL, "a quality school: sends, never receives",
     "优质学校只派出"},
    {"public", "公办", JH_YES_NO, false, "1", 0, 0, NULL, NULL, NULL,
     "0: a private school from which seats may be bought", "0 为民办，可购买学位"},
    {"status", "状态", JH_CHOICE, false, "open", 0, 0, statuses, NULL, NULL,
     "closed can be restored, proposed can be built", "停办可恢复，拟建可新建"},
    {"x", "东坐标", JH_DECIMAL, false, NULL, -1e9, 1e9, NULL, NULL, "m", "easting", "东坐标（米）"},
    {"y", "北坐标", JH_DECIMAL, false, NULL, -1e9, 1e9, NULL, NULL, "m", "northing", "北坐标（米）"},
    {"lon", "经度", JH_DECIMAL, false, NULL, -180, 180, NULL, NULL, "degree", "longitude, WGS-84", "经度"},
    {"lat", "纬度", JH_DECIMAL, false, NULL, -90, 90, NULL, NULL, "degree", "latitude, WGS-84", "纬度"},
    {"site_place", "所在居民点", JH_REF, false, NULL, 0, 0, NULL, "places", NULL,
     "the place the school stands in; empty: the nearest", "学校所在居民点，空为最近的居民点"},
    {"rooms", "教室数", JH_COUNT, false, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("rooms"), "usable classrooms",
     "可用教室"},
    {"max_new_rooms", "可扩建教室数", JH_COUNT, false, "0", 0, COUNT_MAX, NULL, NULL, JH_N("rooms"),
     "classrooms that can be added", "可扩建的教室"},
    {"cost_per_new_room", "每间扩建费", JH_DECIMAL, false, "0", 0, MONEY_MAX, NULL, NULL, JH_N("yuan"), "cost of one",
     "每间费用"},
    {"seats", "学位数", JH_COUNT, false, NULL, 0, 1e9, NULL, NULL, JH_N("pupils"),
     "total capacity; where given it bounds the school instead of rooms x class size", "总学位；填写时以此为准"},
    {"beds", "寄宿床位", JH_COUNT, false, "0", 0, COUNT_MAX, NULL, NULL, JH_N("beds"), "boarding places", "寄宿床位"},
    {"housing", "周转房", JH_COUNT, false, "0", 0, COUNT_MAX, NULL, NULL, JH_N("flats"), "teacher flats",
     "教师周转房"},
    {"protected", "必须保留", JH_YES_NO, false, "0", 0, 0, NULL, NULL, NULL, "may not be closed in any plan",
     "任何方案都不得撤并"},
    {"annual_fixed_cost", "年固定成本", JH_DECIMAL, false, "0", 0, MONEY_MAX, NULL, NULL, JH_N("yuan"),
     "per year while open", "在办时每年的固定成本"},
    {"opening_cost", "开办费", JH_DECIMAL, false, "0", 0, MONEY_MAX, NULL, NULL, JH_N("yuan"),
     "once, when a proposed or closed site opens", "新建或恢复时一次性"},
};

static const jh_column places[] = {
    {"place_id", "居民点编号", JH_KEY, true, NULL, 0, 0, NULL, NULL, NULL, "key of the place", "居民点的唯一编号"},
    {"name", "名称", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "name", "名称"},
    {"town", "乡镇", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "township or subdistrict", "乡镇或街道"},
    {"x", "东坐标", JH_DECIMAL, false, NULL, -1e9, 1e9, NULL, NULL, "m", "easting", "东坐标（米）"},
    {"y", "北坐标", JH_DECIMAL, false, NULL, -1e9, 1e9, NULL, NULL, "m", "northing", "北坐标（米）"},
    {"lon", "经度", JH_DECIMAL, false, NULL, -180, 180, NULL, NULL, "degree", "longitude, WGS-84", "经度"},
    {"lat", "纬度", JH_DECIMAL, false, NULL, -90, 90, NULL, NULL, "degree", "latitude, WGS-84", "纬度"},
};

static const jh_column pupils[] = {
    {"place_id", "居民点编号", JH_REF, true, NULL, 0, 0, NULL, "places", NULL, "where they live", "居住地"},
    {"grade", "年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "grade this year", "今年的年级"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "how many", "人数"},
    {"school_id", "现就读学校", JH_REF, false, NULL, 0, 0, NULL, "schools", NULL,
     "present school; empty: new entrant or not placed yet", "空为新生或尚未安排"},
    {"group", "类别", JH_TEXT, false, "resident", 0, 0, NULL, NULL, NULL,
     "resident, migrant or any text; no rule reads it", "本地、随迁等；任何规则都不读此列"},
};

static const jh_column classes[] = {
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school", "学校"},
    {"grade", "年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "grade", "年级"},
    {"class_no", "班号", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "number or name of the class", "班号"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "pupils today", "现有人数"},
};

static const jh_column travel[] = {
    {"place_id", "居民点编号", JH_REF, true, NULL, 0, 0, NULL, "places", NULL, "from", "居民点"},
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "to", "学校"},
    {"km", "公里", JH_DECIMAL, false, NULL, 0, 10000, NULL, NULL, JH_N("km"), "by road, one way", "单程公里"},
    {"minutes", "分钟", JH_DECIMAL, false, NULL, 0, 10000, NULL, NULL, JH_N("minutes"), "one way", "单程分钟"},
};

static const jh_column adjacency[] = {
    {"place_id", "居民点编号", JH_REF, true, NULL, 0, 0, NULL, "places", NULL, "place", "居民点"},
    {"neighbour_id", "相邻居民点", JH_REF, true, NULL, 0, 0, NULL, "places", NULL,
     "a neighbour; one row serves both directions", "相邻的居民点，一行代表双向"},
};

static const jh_column entrants[] = {
    {"place_id", "居民点编号", JH_REF, true, NULL, 0, 0, NULL, "places", NULL, "where they live", "居住地"},
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "school year they enter",
     "入学学年"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "of grade 1", "一年级新生"},
};

static const jh_column teachers[] = {
    {"teacher_id", "教师编号", JH_KEY, true, NULL, 0, 0, NULL, NULL, NULL, "key of the teacher", "教师的唯一编号"},
    {"name", "姓名", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "name", "姓名"},
    {"school_id", "学校", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "present school", "现任教学校"},
    {"subject", "学科", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "subject taught", "任教学科"},
    {"also", "兼教学科", JH_LIST, false, NULL, 0, 0, NULL, NULL, NULL, "other subjects, separated by ; or 、",
     "可兼教的学科"},
    {"stage", "学段", JH_CHOICE, true, NULL, 0, 0, stages, NULL, NULL, "primary or junior", "小学或初中"},
    {"title", "职称", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "professional title", "职称"},
    {"backbone", "骨干", JH_YES_NO, false, "0", 0, 0, NULL, NULL, NULL, "a backbone teacher", "骨干教师"},
    {"sex", "性别", JH_CHOICE, false, NULL, 0, 0, sexes, NULL, NULL, "for the age limit", "用于年龄条件"},
    {"birth_year", "出生年", JH_COUNT, false, NULL, 1900, 2100, NULL, NULL, JH_N("year"), "year of birth",
     "出生年份"},
    {"years_here", "本校任教年限", JH_COUNT, false, "0", 0, 80, NULL, NULL, JH_N("years"), "years at this school",
     "在本校任教的年数"},
    {"exempt", "免交流原因", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "reason of exemption; empty: none",
     "空为不免"},
    {"last_rotation", "上次交流学年", JH_COUNT, false, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "empty: never",
     "空为从未"},
    {"prefer", "意向学校", JH_REFS, false, NULL, 0, 0, NULL, "schools", NULL, "wished schools, separated by ;",
     "意向学校编号，以 ; 分隔"},
    {"x", "东坐标", JH_DECIMAL, false, NULL, -1e9, 1e9, NULL, NULL, "m", "home, easting", "住址东坐标"},
    {"y", "北坐标", JH_DECIMAL, false, NULL, -1e9, 1e9, NULL, NULL, "m", "home, northing", "住址北坐标"},
    {"lon", "经度", JH_DECIMAL, false, NULL, -180, 180, NULL, NULL, "degree", "home, longitude", "住址经度"},
    {"lat", "纬度", JH_DECIMAL, false, NULL, -90, 90, NULL, NULL, "degree", "home, latitude", "住址纬度"},
};

static const jh_column posts[] = {
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school", "学校"},
    {"subject", "学科", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "subject", "学科"},
    {"posts", "需要教师数", JH_COUNT, true, NULL, 0, 100000, NULL, NULL, JH_N("teachers"),
     "the total needed, present teachers included", "需要的总数，含现有教师"},
};

static const jh_column hours[] = {
    {"grade", "年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "grade", "年级"},
    {"subject", "学科", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "subject", "学科"},
    {"hours", "周课时", JH_DECIMAL, true, NULL, 0, 60, NULL, NULL, JH_N("periods"), "periods a week", "每周课时"},
};

static const jh_column policy[] = {
    {"key", "参数", JH_KEY, true, NULL, 0, 0, NULL, NULL, NULL, "parameter", "参数名"},
    {"value", "值", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "its value; empty: the default", "空为默认值"},
    {"source", "依据", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "the document it rests on", "所依据的文件"},
};

static const jh_table_spec county_specs[JH_COUNTY_TABLE_COUNT] = {
    [JH_SCHOOLS] = SPEC("schools", "学校", false, schools, "sites: open, closed and proposed"),
    [JH_PLACES] = SPEC("places", "居民点", true, places, "where pupils live"),
    [JH_PUPILS] = SPEC("pupils", "学生", true, pupils, "pupils by place, grade, group and present school"),
    [JH_CLASSES] = SPEC("classes", "班级", true, classes, "today's classes; the ledger of large classes starts here"),
    [JH_TRAVEL] = SPEC("travel", "路程", true, travel, "known roads; others are straight line x detour_factor"),
    [JH_ADJACENCY] = SPEC("adjacency", "相邻", true, adjacency, "neighbouring places, for contiguous catchments"),
    [JH_ENTRANTS] = SPEC("entrants", "新生", true, entrants, "grade 1 of later years"),
    [JH_TEACHERS] = SPEC("teachers", "教师", true, teachers, "teachers and what makes them eligible to rotate"),
    [JH_POSTS] = SPEC("posts", "岗位需求", true, posts, "teachers needed; without it computed from classes"),
    [JH_HOURS] = SPEC("hours", "课时", true, hours, "weekly periods; default: the national curriculum plan"),
    [JH_POLICY_TABLE] = SPEC("policy", "政策参数", true, policy, "values that documents set"),
};

/* Plans. */

static const jh_column plan_summary[] = {
    {"key", "项目", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "what", "项目"},
    {"value", "值", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "its value", "值"},
};

static const jh_column plan_audit[] = {
    {"rule", "规则", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "rule checked", "规则"},
    {"scope", "范围", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "county, or what it is about", "范围"},
    {"required", "要求", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "what the rule requires", "要求"},
    {"achieved", "实际", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "what the plan does", "实际"},
    {"met", "是否符合", JH_YES_NO, false, NULL, 0, 0, NULL, NULL, NULL, "1, 0, or empty: for information",
     "1 符合，0 不符合，空为参考"},
    {"source", "依据", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "document", "依据"},
};

static const jh_column plan_roster[] = {
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "school year", "学年"},
    {"teacher_id", "教师编号", JH_REF, true, NULL, 0, 0, NULL, JH_N("teachers"), NULL, "who rotates", "交流教师"},
    {"name", "姓名", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "name", "姓名"},
    {"from_school", "派出学校", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "from", "派出学校"},
    {"to_school", "接收学校", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "to", "接收学校"},
    {"subject", "学科", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "subject taught there", "任教学科"},
    {"backbone", "骨干", JH_YES_NO, true, NULL, 0, 0, NULL, NULL, NULL, "a backbone teacher", "骨干教师"},
    {"counts_for_quota", "计入比例", JH_YES_NO, true, NULL, 0, 0, NULL, NULL, NULL, "counts for the 10 %",
     "计入 10%"},
    {"km", "公里", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("km"),
     "from home, else from the present school", "从住址或现任学校起算"},
    {"reason", "理由", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "why this teacher, why there", "理由"},
};

static const jh_column plan_posts[] = {
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "school year", "学年"},
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "receiving school", "接收学校"},
    {"subject", "学科", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "subject", "学科"},
    {"needed", "需要", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("teachers"), "posts", "岗位数"},
    {"before", "交流前", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("teachers"), "teachers before",
     "交流前教师"},
    {"after", "交流后", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("teachers"), "teachers after",
     "交流后教师"},
};

static const jh_column plan_assignments[] = {
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "school year", "学年"},
    {"place_id", "居民点编号", JH_REF, true, NULL, 0, 0, NULL, "places", NULL, "where they live", "居民点"},
    {"grade", "年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "grade", "年级"},
    {"group", "类别", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "group", "类别"},
    {"from_school", "原学校", JH_REF, false, NULL, 0, 0, NULL, "schools", NULL, "present school, if any", "原学校"},
    {"to_school", "就读学校", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school under the plan", "就读学校"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "how many", "人数"},
    {"km", "公里", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("km"), "one way", "单程公里"},
    {"minutes", "分钟", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("minutes"), "one way", "单程分钟"},
    {"mode", "方式", JH_CHOICE, true, NULL, 0, 0, modes, NULL, NULL, "walk, bus or board", "上学方式"},
    {"moved", "转学", JH_YES_NO, true, NULL, 0, 0, NULL, NULL, NULL, "from a present school to another", "是否转学"},
};

static const jh_column plan_classes[] = {
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "school year", "学年"},
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school", "学校"},
    {"grade", "年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "grade", "年级"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "pupils of the grade", "人数"},
    {"classes", "班数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("classes"), "classes", "班数"},
    {"largest", "最大班额", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "largest class",
     "最大班额"},
    {"limit", "限额", JH_COUNT, false, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "limit in force; empty: none",
     "当年限额"},
    {"over", "超出", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "pupils above classes x limit",
     "超出限额的人数"},
};

static const jh_column plan_ledger[] = {
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school", "学校"},
    {"grade", "年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "grade today", "现年级"},
    {"class_no", "班号", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "class", "班号"},
    {"pupils_now", "现有人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "pupils today",
     "现有人数"},
    {"category", "类型", JH_CHOICE, true, NULL, 0, 0, categories, NULL, NULL,
     "large: 56 and more, super: 66 and more", "大班额 56 人及以上，超大班额 66 人及以上"},
    {"cleared_year", "销号学年", JH_COUNT, false, NULL, 1900, 2200, NULL, NULL, JH_N("year"),
     "empty: not in this plan", "空为本方案未销号"},
    {"how", "措施", JH_CHOICE, false, NULL, 0, 0, clearings, NULL, NULL, "split, move, new_school, graduate", "措施"},
    {"to", "去向", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "schools that take pupils over", "接收学校"},
    {"depends_on", "依赖条件", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL,
     "what its going uses: rooms:ID for rooms added at that school, new_school:ID for a school opened; ; between",
     "所依赖的条件：rooms:学校编号 为该校新增教室，new_school:学校编号 为新开办学校，以 ; 分隔"},
    {"status", "销号状态", JH_CHOICE, false, NULL, 0, 0, clearing_statuses, NULL, NULL,
     "cleared: within the limit from cleared_year to the last year planned; open: not cleared in these years; "
     "undone: "
     "cleared once and large again later",
     "已销号：自销号学年至规划末年均不超限；未销号：规划期内未销号；反弹：销号后又成为大班额"},
};

static const jh_column plan_rooms[] = {
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, JH_N("year"), "school year", "学年"},
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school", "学校"},
    {"rooms", "教室数", JH_COUNT, false, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("rooms"), "before this year",
     "当年前教室数"},
    {"added", "新增", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("rooms"), "added this year", "当年新增"},
    {"cost", "费用", JH_DECIMAL, true, NULL, 0, MONEY_MAX, NULL, NULL, JH_N("yuan"), "rooms and opening",
     "费用（元）"},
};

static const jh_column plan_needs[] = {
    {"rule", "规则", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "rule that cannot be met", "不能满足的规则"},
    {"school_id", "学校编号", JH_REF, false, NULL, 0, 0, NULL, "schools", NULL, "school; empty: the county", "学校"},
    {"grade", "年级", JH_COUNT, false, NULL, 1, 9, NULL, NULL, "grade", "grade; empty: all", "年级"},
    {"item", "需要", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "rooms, seats, beds, teachers ...", "所需"},
    {"amount", "数量", JH_COUNT, true, NULL, 0, 1e12, NULL, NULL, NULL, "how many more", "数量"},
    {"cost", "费用", JH_DECIMAL, false, NULL, 0, MONEY_MAX, NULL, NULL, JH_N("yuan"),
     "what it costs; empty: not known", "费用（元）"},
    {"words", "说明", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "in plain words", "说明"},
};

static const jh_column plan_schools[] = {
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school", "学校"},
    {"decision", "决定", JH_CHOICE, true, NULL, 0, 0, decisions, NULL, NULL, "what becomes of it", "决定"},
    {"merged_into", "并入", JH_REF, false, NULL, 0, 0, NULL, "schools", NULL, "where most of its pupils go",
     "并入学校"},
    {"first_grade", "起始年级", JH_COUNT, false, NULL, 1, 9, NULL, NULL, "grade", "lowest grade", "最低年级"},
    {"last_grade", "终止年级", JH_COUNT, false, NULL, 1, 9, NULL, NULL, "grade", "highest grade", "最高年级"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, 1e9, NULL, NULL, JH_N("pupils"), "pupils under the plan", "人数"},
    {"seats", "学位数", JH_COUNT, false, NULL, 0, 1e9, NULL, NULL, JH_N("pupils"), "seats", "学位"},
    {"classes", "班数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("classes"), "classes", "班数"},
    {"annual_cost", "年成本", JH_DECIMAL, true, NULL, 0, MONEY_MAX, NULL, NULL, JH_N("yuan"), "a year", "每年（元）"},
    {"one_off_cost", "一次性费用", JH_DECIMAL, true, NULL, 0, MONEY_MAX, NULL, NULL, JH_N("yuan"), "once",
     "一次性（元）"},
};

static const jh_column plan_affected[] = {
    {"place_id", "居民点编号", JH_REF, true, NULL, 0, 0, NULL, "places", NULL, "place", "居民点"},
    {"first_grade", "起始年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "band", "年级段起"},
    {"last_grade", "终止年级", JH_COUNT, true, NULL, 1, 9, NULL, NULL, "grade", "band", "年级段止"},
    {"pupils", "人数", JH_COUNT, true, NULL, 0, COUNT_MAX, NULL, NULL, JH_N("pupils"), "how many change", "人数"},
    {"from", "原学校", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "from", "原学校"},
    {"to", "新学校", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "to", "新学校"},
    {"km_before", "原公里", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("km"), "before", "原公里"},
    {"km_after", "新公里", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("km"), "after", "新公里"},
    {"minutes_before", "原分钟", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("minutes"), "before", "原分钟"},
    {"minutes_after", "新分钟", JH_DECIMAL, false, NULL, 0, 100000, NULL, NULL, JH_N("minutes"), "after", "新分钟"},
    {"mode", "方式", JH_CHOICE, true, NULL, 0, 0, modes, NULL, NULL, "after", "上学方式"},
};

static const jh_column plan_costs[] = {
    {"item", "项目", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "cost item", "项目"},
    {"today", "现状", JH_DECIMAL, false, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, JH_N("yuan"), "a year, today",
     "现状"},
    {"plan", "方案", JH_DECIMAL, true, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, JH_N("yuan"), "a year, planned",
     "方案"},
    {"difference", "差额", JH_DECIMAL, false, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, JH_N("yuan"), "plan - today",
     "差额"},
};

static const jh_column plan_alternatives[] = {
    {"school_id", "学校编号", JH_REF, true, NULL, 0, 0, NULL, "schools", NULL, "school in question", "学校"},
    {"stay_cost", "保留成本", JH_DECIMAL, false, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, JH_N("yuan"),
     "the county's cost with it forced to stay; empty: no such plan", "保留时全县年成本"},
    {"stay_pupil_km", "保留人公里", JH_DECIMAL, false, NULL, 0, MONEY_MAX, NULL, NULL, "pupil-km", "travel",
     "人公里"},
    {"stay_gap", "保留差距", JH_DECIMAL, false, NULL, 0, 1e6, NULL, NULL, "percent", "gap", "差距"},
    {"close_cost", "撤并成本", JH_DECIMAL, false, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, JH_N("yuan"),
     "with it forced to close; empty: no such plan", "撤并时全县年成本"},
    {"close_pupil_km", "撤并人公里", JH_DECIMAL, false, NULL, 0, MONEY_MAX, NULL, NULL, "pupil-km", "travel",
     "人公里"},
    {"close_gap", "撤并差距", JH_DECIMAL, false, NULL, 0, 1e6, NULL, NULL, "percent", "gap", "差距"},
    {"pupils_today", "现有学生数", JH_COUNT, false, NULL, 0, 1e6, NULL, NULL, "pupils", "of the school, today",
     "该校现有学生"},
    {"keeping_cost", "保留的代价", JH_DECIMAL, false, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, "yuan",
     "stay_cost - close_cost, a year; below 0: keeping it is the cheaper", "保留成本减撤并成本，每年"},
    {"keeping_cost_per_pupil", "人均保留代价", JH_DECIMAL, false, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, "yuan",
     "keeping_cost by pupils_today; empty: it has none", "按现有学生人均"},
    {"stay_pupils", "保留时学生数", JH_COUNT, false, NULL, 0, 1e6, NULL, NULL, "pupils",
     "of the school where it is forced to stay; 0: the county is best off with it open and empty", "保留时该校学生"},
};

static const jh_table_spec plan_specs[JH_PLAN_TABLE_COUNT] = {
    [JH_PLAN_SUMMARY] = SPEC("summary", "摘要", false, plan_summary, "what was planned, and how sure it is"),
    [JH_PLAN_AUDIT] = SPEC("audit", "核查", false, plan_audit, "every rule, recomputed by the auditor"),
    [JH_PLAN_ROSTER] = SPEC("roster", "交流名单", true, plan_roster, "who goes where"),
    [JH_PLAN_POSTS] = SPEC("posts", "岗位", true, plan_posts, "posts of receiving schools before and after"),
    [JH_PLAN_ASSIGNMENTS] = SPEC("assignments", "学位安排", true, plan_assignments, "which pupils attend where"),
    [JH_PLAN_CLASSES] = SPEC("classes", "班级", true, plan_classes, "classes by school and grade"),
    [JH_PLAN_LEDGER] = SPEC("ledger", "台账", true, plan_ledger, "today's large classes and how they go"),
    [JH_PLAN_ROOMS] = SPEC("rooms", "教室", true, plan_rooms, "rooms added and schools opened"),
    [JH_PLAN_NEEDS] = SPEC("needs", "缺口", true, plan_needs, "the least that would meet the rules"),
    [JH_PLAN_SCHOOLS] = SPEC("schools", "学校", true, plan_schools, "keep, merge, build, restore"),
    [JH_PLAN_AFFECTED] = SPEC("affected", "受影响居民点", true, plan_affected, "who changes school"),
    [JH_PLAN_COSTS] = SPEC("costs", "成本", true, plan_costs, "cost today and planned"),
    [JH_PLAN_ALTERNATIVES] = SPEC("alternatives", "备选", true, plan_alternatives, "each school priced both ways"),
};

static const jh_column scenario_columns[] = {
    {"table", "表", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "table of the county", "表名"},
    {"key", "键", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL,
     "row key, *, or column=text;column=text, also of a table the row refers to", "行的键"},
    {"column", "列", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "column, add or drop", "列名、add 或 drop"},
    {"value", "值", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "new value, or +n, -n, *n", "新值或 +n、-n、*n"},
    {"why", "理由", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "travels into every report", "写入各报告"},
};
static const jh_column frontier_columns[] = {
    {"point", "序号", JH_COUNT, true, NULL, 1, 10000, NULL, NULL, NULL, "cheapest first", "从成本最低起"},
    {"cost", "年成本", JH_DECIMAL, true, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, "yuan",
     "the county's cost a year, without any weight of travel", "全县年成本，不含路程折算"},
    {"pupil_km", "人公里", JH_DECIMAL, true, NULL, 0, MONEY_MAX, NULL, NULL, "pupil-km", "ways to school, one way",
     "单程上学路程合计"},
    {"price", "每少一人公里的代价", JH_DECIMAL, false, NULL, 0, MONEY_MAX, NULL, NULL, "yuan",
     "what a pupil-km less costs a year, against the point before; empty: the first", "与前一方案相比"},
    {"travel_weight", "路程权重", JH_DECIMAL, true, NULL, 0, MONEY_MAX, NULL, NULL, "yuan",
     "travel_cost_per_pupil_km under which the plan was made", "编制该方案所用的每人公里折算价"},
    {"weighted", "加权成本", JH_DECIMAL, true, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, "yuan",
     "cost + travel_weight x pupil_km: what the plan was made to keep low", "年成本加路程折算"},
    {"bound", "证明的界", JH_DECIMAL, true, NULL, -MONEY_MAX, MONEY_MAX, NULL, NULL, "yuan",
     "proven: no plan at all has a lower `weighted`", "已证明任何方案的加权成本都不低于此"},
    {"gap", "差距", JH_DECIMAL, true, NULL, 0, 1e6, NULL, NULL, "percent", "of weighted and bound",
     "加权成本与界的差距"},
    {"status", "状态", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "optimal, feasible, infeasible or stopped",
     "求解状态"},
    {"kept", "保留", JH_COUNT, true, NULL, 0, 1e6, NULL, NULL, "schools", "sites kept", "保留学校数"},
    {"merged", "撤并", JH_COUNT, true, NULL, 0, 1e6, NULL, NULL, "schools", "sites merged", "撤并学校数"},
    {"new", "新建", JH_COUNT, true, NULL, 0, 1e6, NULL, NULL, "schools", "sites built", "新建学校数"},
    {"restored", "恢复", JH_COUNT, true, NULL, 0, 1e6, NULL, NULL, "schools", "sites restored", "恢复学校数"},
    {"moved", "转学人数", JH_COUNT, true, NULL, 0, 1e9, NULL, NULL, "pupils", "pupils who change school",
     "转学学生数"},
    {"folder", "方案文件夹", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "the whole plan, beside this file",
     "完整方案所在文件夹"},
    {"point_plan", "方案编号", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL,
     "plan_id of that plan, under which its tables stand in a database", "该方案的 plan_id，数据库中各表以此为键"},
};
static const jh_table_spec frontier_spec = SPEC("frontier", "前沿", true, frontier_columns,
                                                "of `--frontier`: plans none of which another one beats in both cost "
                                                "and pupil-km");

static const jh_table_spec scenario_spec =
    SPEC("scenario", "情景", false, scenario_columns, "changes to a county, in order");

const jh_table_spec *jh_county_spec(jh_county_table table) { return &county_specs[table]; }
const jh_table_spec *jh_plan_spec(jh_plan_table table) { return &plan_specs[table]; }
const jh_table_spec *jh_scenario_spec(void) { return &scenario_spec; }
const jh_table_spec *jh_frontier_spec(void) { return &frontier_spec; }

bool jh_plan_has_table(jh_job job, jh_plan_table table) {
  switch (table) {
    case JH_PLAN_SUMMARY:
    case JH_PLAN_AUDIT:
    case JH_PLAN_NEEDS: return true;
    case JH_PLAN_ROSTER:
    case JH_PLAN_POSTS: return job == JH_ROTATE;
    case JH_PLAN_ASSIGNMENTS: return job != JH_ROTATE;
    case JH_PLAN_CLASSES:
    case JH_PLAN_LEDGER:
    case JH_PLAN_ROOMS: return job == JH_ALLOCATE;
    case JH_PLAN_SCHOOLS:
    case JH_PLAN_AFFECTED:
    case JH_PLAN_COSTS:
    case JH_PLAN_ALTERNATIVES: return job == JH_CONSOLIDATE;
    case JH_PLAN_TABLE_COUNT: break;
  }
  return false;
}

const char *jh_job_name(jh_job job) {
  static const char *const names[JH_JOB_COUNT] = {"rotate", "allocate", "consolidate"};
  return names[job];
}
