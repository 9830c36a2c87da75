"""Word lists of the letter rules: directions, empty talk, vague amounts, deliverables, scope."""

from __future__ import annotations

import re

# ---------------------------------------------------------------- directions
HOLD_ZH = re.compile(r"稳定在|稳定于|保持住?在?|维持在?|守住|稳住|稳在|不变|持平|稳定")
UP_ZH = re.compile(
    r"提升|提高|增长|增加|上升|上涨|扩大|突破|新增|达到|拉动|拉升|拉高|拉到|覆盖|翻|"
    r"提至|提到|升[至到]|增[至到]|做到|做大|攀升|上调|调高|冲高|上浮|冲到|冲刺|"
    r"促进|带动|新签|签|招募|扩充|改善|多|增强|拓展|不(?:得|应|能|可)?(?:低于|少于|小于)|至少|加快"
)
DOWN_ZH = re.compile(
    r"降低|下降|减少|压缩|缩短|控制|削减|不(?:得|应|能|可)?(?:超过|高于|多于|大于)|清理|下调|压降|"
    r"压减|节省|节约|收窄|缩减|缩小|回落|精简|"
    r"砍|削|调低|下浮|减半|砍半|腰斩|降[至到成为本]|减[至到为]|压[至到]|缩[至到]|(?<!不)(?<!不得)(?<!不应)(?<!不能)(?<!不可)(?<!不会)(?<!不许)(?:低于|"
    r"小于|少于)|降下来|压下来|减轻|遏制|杜绝|降|≤|<|至多|最多"
)
AFTER_DOWN_ZH = re.compile(r"\s?(?:个?百分点)?(?:以内|以下|之内|之下|封顶)")
HOLD_EN = re.compile(
    r"\b(?:keep|maintain|hold|sustain|stabili[sz]e|stay|remain|preserve|defend)(?:s|ing)?\b"
)
UP_EN = re.compile(
    r"\b(?:increas|rais|lift|grow|improv|boost|expand|reach|achiev|doubl|tripl|trebl|"
    r"quadrupl|quintupl|gain|add|book|sign|win|build|generat|attain|hit|"
    r"enlarg|secure|recruit|acquir|collect|deliver|at least|no less|no fewer|above|"
    r"exceed|climb|rise|advance|elevat|accelerat|more)\w*"
)
DOWN_EN = re.compile(
    r"\b(?:reduc\w*|cut(?:s|ting)?|lower(?:s|ing)?|decreas\w*|shorten\w*|"
    r"bring(?:ing)? down|bring [\w -]{1,40} down|drop\w*|shrink\w*|slash\w*|trim\w*|"
    r"limit\w*|cap(?:s|ped|ping)?|no more than|not more than|at most|under|below|"
    r"(?<!no )(?<!not )(?:fewer|less) than|halv\w+|minimi[sz]\w*|curb\w*|compress\w*|"
    r"down to|contain\w*|decline\w*)\b"
)

# ---------------------------------------------------------------- empty talk
SLOGAN_ZH = re.compile(
    r"做大做强|做强做优|上台阶|新台阶|向好|到位|高素质|战斗力|狠抓落实|世界级|一流|领先|"
    r"标杆|独当一面|更响|做响|搞好|做好|抓好|落到实处|"
    r"全面提升|再创佳绩|再创辉煌|开创|新局面|齐心协力|众志成城|迈上|凝聚|赋能|闭环管理|"
    r"抓手|组合拳|见成效|稳中有升|大有作为|理顺|夯实|高质量发展|深耕|激发"
)
EMPTY_ZH = re.compile(
    r"力争|努力|争取|进一步|加强|优化|完善|推进|强化|深化|做好|抓好|推动|促进|全力|狠抓|"
    r"严抓|切实|确保|积极|大力|不断|持续"
)
VAGUE_AMOUNT_ZH = re.compile(
    r"大幅度?|显著|明显|较大|尽可能|尽量|若干|一批|一些|多数|大部分|更加|更多|更高|更好|"
    r"更|有所|适当|合理|充分|稳步|有效地?提|多签|不少(?!于)|大量|较快|稳中有升"
)
EMPTY_EN = re.compile(
    r"\b(?:world[- ]class|best[- ]in[- ]class|excellence|leading|leader|the best|"
    r"strengthen|optimi[sz]e|enhance|synerg\w+|next level|empower|streamline|monitor|"
    r"keep (?:an eye|monitoring)|drive|foster|try|strive)\b"
)
VAGUE_AMOUNT_EN = re.compile(
    r"\b(?:a lot|lots|significant(?:ly)?|substantial(?:ly)?|noticeabl[ey]|"
    r"considerabl[ey]|much|more|many|better|greatly|dramatic(?:ally)?|as (?:much|"
    r"many) as possible|markedly|sharply|some|several|higher|fewer|less|further)\b"
)

# ---------------------------------------------------------------- what is no measure
#: nouns that sound like results but that nobody can count
VAGUE_HEAD_ZH = (
    "业绩|战斗力|效率|能力|水平|质量|形象|影响力|凝聚力|积极性|氛围|素质|竞争力|执行力|"
    "服务|管理|效果|效益|体验|士气|关系|信心|活力|"
    "协同|文化|意识|口碑|品牌力|团队|工作|成绩|表现|状态|干劲|默契|归属感|责任心|"
    "软实力|综合实力|实力"
)
VAGUE_HEAD_ZH_END = re.compile(rf"(?:{VAGUE_HEAD_ZH})$")
VAGUE_HEAD_EN = re.compile(
    r"\b(?:efficiency|performance|teamwork|morale|capabilit(?:y|ies)|skills?|culture|"
    r"excellence|competitiveness|image|collaboration|spirit|mindset|engagement|quality|"
    r"results|strength|effectiveness)$"
)
#: behind a metric word these make it an activity: 线索管理, 回款流程
ABSTRACT_ZH = re.compile(
    r"(?:的)?(?:客户)?(?:管理|流程|体系|工作|机制|关系|制度|建设|能力|队伍|团队|水平|"
    r"方式|意识|服务|规范|策略|政策|方法|模式|氛围|基础|"
    r"培训|会议|大会|备货|准备|过程|环节|系统|文化|变化|动态|计划|方案|模板|标准)"
)
ABSTRACT_EN = re.compile(
    r" (?:process(?:es)?|management|team|staff|people|culture|skills?|capabilit(?:y|"
    r"ies)|excellence|strategy|policy|system|workflow|relationship|habits|discipline|"
    r"organi[sz]ation|methods?|effectiveness)\b"
)
AMBIGUOUS_ZH = re.compile(r"业绩")
SCOPE_COUNT_ZH = re.compile(
    r"(?:大区|区域|团队|部门|渠道|产品线|方面|维度|环节|事业部|小组|班组|阶段|层面|战区|"
    r"台阶|方向|步骤|原则|抓手)(?=$|全|都|均|齐|同|实|要|上|一起|整体)"
)

# ---------------------------------------------------------------- deliverables
_TASK_ONLY = (
    r"(?:好|了)?(?:全年|年度|季度|月度|本年|各项|既定|公司|销售|下达的|本职|日常|年初|"
    r"相关|的){0,4}(?:任务|工作|目标|指标|计划|使命|事项)(?:[,;。\ue000]|$)"
)
COMPLETION_ZH = re.compile(
    rf"(?:完成|提交|发布|签署|出具|印发|下发|启用|交付|切换|递交|报送|上报|敲定|锁定|"
    rf"建成|取得|拿到|获得|落成|签订|签定|上线|开通|推出)(?!率|后|前|运行|做|日|时|并|"
    rf"情况|{_TASK_ONLY})(?:\ue000{{1,12}}的?)?(?P<object>[^,;。\ue000]{{2,}})"
    r"|(?P<object2>[^,;。\ue000]{2,})(?:正式上线|全面上线|上线运行|切换上线|上线(?=并|$|"
    r"[,;。])|通过(?:验收|评审|审批|会签)|验收完毕|定稿|投产|开业|落地运行|发布$|"
    r"编制完成|搭建完成|部署完成|签署完毕|全部完成)"
)
DELIVERED_EN = re.compile(
    r"\b(?:complet|finish|publish|submit|launch|releas|deliver|sign[- ]off|approv|"
    r"roll out|go live|migrat|finali[sz]|issu|hand over|obtain|implement|deploy|"
    r"cut over|switch)(?:e|es|ed|ing|s)?\b(?: with)?(?! (?:tasks?|work|results?|"
    r"excellence|value|growth|world|better)\b)(?P<object>(?: [a-z][\w'/-]*){1,8})"
)
ACTIVITY_ZH = re.compile(
    r"(?:组织|举办|召开|开展|签约?|招募|招聘|新增|开发|搭建|建立|制定|编制|编写|上线|"
    r"发布|拍摄|投放|参加|参展|采购|更换|安装|设计|印制|筹办|启动|完成|提交|获取|拓展|"
    r"开通|引进)(?:更多|一些|一批|部分|若干|新的?|了)?(?P<object>[^,;。\ue000]{2,12})"
)
ABSTRACT_OBJECT_ZH = re.compile(
    r"(?:工作|任务|能力|水平|管理|关系|体系|流程|机制|氛围|文化|意识|战略|布局|升级|"
    r"提升|落实|合作|市场|渠道|准备|备货|变化|需求|建设|转型|局面|优势|做好|到位|目标|"
    r"指标|客户关系|思路|模式|格局|队伍|团队|形象|活力|业务)$"
)
ACTIVITY_EN = re.compile(
    r"\b(?:organi[sz]e|hold|host|run|sign|recruit|hire|develop|launch|write|design|"
    r"acquire|win|get|find|create|produce|open|attract|train|add|land)\b(?: (?:more|"
    r"some|new|several|a|an|the|our))* (?P<object>(?:[a-z-]+ ){0,3}(?:accounts?|"
    r"customers?|clients?|events?|trainings?|courses?|workshops?|campaigns?|dealers?|"
    r"staff|sellers?|reps?|contracts?|deals?|stores?|leads?|webinars?|seminars?|shows?|"
    r"exhibitions?|videos?|manuals?|playbooks?|cases?|orders?))\b"
)
ALL_ZH = re.compile(r"全部|悉数|全员|所有|一户不落|无一遗漏|清零")
ALL_EN = re.compile(r"\b(?:all|every)\b")
SCOPE_ZH = re.compile(
    r"华东|华南|华北|华中|西南|西北|东北|大区|区域|地区|省|市(?!场|占)|渠道|线上|线下|"
    r"团队|部|新品|产品|新客|老客|大客户|重点|会员|门店|网点|经销商|"
    r"代理商|直播|店铺|旗舰店|客群|客户|项目|展会|投标|品类|业务线|事业部|川渝|全国|A类|A级|行业"
)
SCOPE_EN = re.compile(
    r"\b(?:region\w*|china|east|west|north|south\w*|online|offline|channel|team|product|"
    r"new|key|frontline|store|outlet|dealer|segment|customer|account|market|live|"
    r"campaign|industry|enterprise)s?\b"
)
OWNER_ZH = re.compile(r"责任人|负责人|牵头|由.{1,8}负责")
