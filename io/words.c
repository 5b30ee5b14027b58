#include "words.h"

#include <string.h>

static const jh_word_pair pairs[] = {
    {"Teacher rotation plan", "教师交流轮岗方案"},
    {"Pupil allocation plan", "学位与班额安排方案"},
    {"School layout plan", "学校布局调整方案"},
    {"Map", "地图"},
    {"school in operation", "在办学校"},
    {"merged", "撤并"},
    {"closed or not built", "停办或不建"},
    {"sends teachers", "派出教师"},
    {"The question and the answer", "问题与结论"},
    {"The search was stopped before a proof. This is the best plan found; the gap says how much better another could "
     "be at most.",
     "搜索在证明之前停止。这是已找到的最好方案；差距说明别的方案最多还能好多少。"},
    {"The plan keeps every rule. The gap says how much better another plan could be at most.",
     "方案满足全部规则。差距说明别的方案最多还能好多少。"},
    {"What it would take", "需要补足的条件"},
    {"How sure is it", "结论有多可靠"},
    {"value", "方案值"},
    {"gap %", "差距 %"},
    {"unit", "单位"},
    {"Rules checked", "规则核查"},
    {"rule", "规则"},
    {"scope", "范围"},
    {"required", "要求"},
    {"achieved", "实际"},
    {"met", "是否符合"},
    {"document", "依据"},
    {"yes", "是"},
    {"no", "否"},
    {"Procedure", "程序"},
    {"plan drawn up (制定)", "制定"},
    {"argued by experts (论证)", "论证"},
    {"published (公示)", "公示"},
    {"hearing held (听证)", "听证"},
    {"submitted for approval (报批)", "报批"},
    {"name", "姓名"},
    {"from", "原学校"},
    {"to", "去向学校"},
    {"subject", "学科"},
    {"backbone", "骨干"},
    {"km", "公里"},
    {"reason", "理由"},
    {"school", "学校"},
    {"needed", "需要"},
    {"before", "交流前"},
    {"after", "交流后"},
    {"Today's figures are of the grades that have classes; entrants have none yet.",
     "现状只含已编班的年级；新生尚未编班。"},
    {"decision", "决定"},
    {"merged into", "并入"},
    {"pupils", "人"},
    {"classes", "班数"},
    {"yuan a year", "元/年"},
    {"merge", "撤并"},
    {"new", "新建"},
    {"restore", "恢复"},
    {"village", "居民点"},
    {"grades", "年级"},
    {"km before", "原公里"},
    {"km after", "新公里"},
    {"mode", "方式"},
    {"walk", "步行"},
    {"board", "寄宿"},
    {"Alternatives and their price", "备选方案及其代价"},
    {"posts_unfilled", "未补足岗位"},
    {"sent_beyond_posts", "超岗派出教师"},
    {"preferences", "满足意向"},
    {"teacher_km", "教师路程"},
    {"years_here", "任教年限合计"},
    {"over_super", "超大班额人数"},
    {"over_limit", "超限额人数"},
    {"yuan", "元"},
    {"private_seats", "购买民办学位"},
    {"moved", "转学人数"},
    {"pupil_km", "学生路程"},
    {"over_standard", "超标准班额人数"},
    {"cost", "年成本"},
    {"posts", "岗位"},
    {"teachers", "人"},
    {"seats", "学位"},
    {"years", "年"},
    {"pupil-km", "人公里"},
    {"teacher-km", "人公里"},
};
enum { PAIR_COUNT = sizeof pairs / sizeof pairs[0] };

static const char *find(const jh_word_pair *words, size_t count, const char *english) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(words[i].english, english) == 0) return words[i].chinese;
  return NULL;
}

static const char *chinese_of(const char *english) {
  static const jh_word_pair *(*const others[])(size_t * count) = {jh_report_words, jh_audit_words, jh_compare_words};
  const char *found = find(pairs, PAIR_COUNT, english);
  for (size_t i = 0; i < sizeof others / sizeof others[0] && !found; i++) {
    size_t count = 0;
    const jh_word_pair *const words = others[i](&count);
    found = find(words, count, english);
  }
  return found;
}

bool jh_word_known(const char *english) { return chinese_of(english) != NULL; }

const char *jh_word(jh_language language, const char *english) {
  const char *const chinese = language == JH_CHINESE ? chinese_of(english) : NULL;
  return chinese ? chinese : english;
}
