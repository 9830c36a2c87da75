"""The finished document of a plan: 销售项目管理方案 as web page, PDF or Word file."""
